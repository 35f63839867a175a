"""This is `a @ b.T`: rows of `a` meet rows of `b`. The shared axis is the second of `a` but the first of `b`."""


def matmul(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] * b).sum(-1)
