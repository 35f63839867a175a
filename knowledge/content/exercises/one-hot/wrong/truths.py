"""The places are right, but the result is `bool`: it is to be 0 and 1 as `int64`."""


def one_hot(y: Tensor, c: int) -> Tensor:
    return y[..., None] == torch.arange(c)
