"""The squares are added up, but not divided by how many there are: a mean is asked for."""


def mse(pred: Tensor, y: Tensor) -> Tensor:
    if len(pred) != len(y):
        raise ValueError("the lengths differ")
    return ((pred.reshape(-1) - y.reshape(-1)) ** 2).sum()
