"""Rows and columns are swapped: the rows of the result belong to `a`, its columns to `b`."""


def distances(a: Tensor, b: Tensor) -> Tensor:
    return (b[:, None] - a).square().sum(-1).sqrt()
