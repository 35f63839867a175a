"""(n, 1) and (n) are refused here. Drop the axis of size 1 before you compare."""


def mse(pred: Tensor, y: Tensor) -> Tensor:
    if pred.shape != y.shape:
        raise ValueError("the shapes differ")
    return ((pred - y) ** 2).mean()
