"""The places are right, but the numbers are floats: `int64` is asked for."""


def one_hot(y: Tensor, c: int) -> Tensor:
    return (y[..., None] == torch.arange(c)).float()
