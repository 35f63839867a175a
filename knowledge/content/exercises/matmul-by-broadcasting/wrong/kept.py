"""The numbers are right, but the summed axis is still there with size 1: the result is to be a matrix."""


def matmul(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, :, None] * b).sum(1, keepdim=True)
