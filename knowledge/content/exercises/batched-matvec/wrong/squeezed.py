"""`squeeze()` without an axis takes away *every* axis of size 1, also a batch of one or a matrix of one row.
Name the axis that is to go."""


def matvec(A: Tensor, x: Tensor) -> Tensor:
    return (A @ x[:, :, None]).squeeze()
