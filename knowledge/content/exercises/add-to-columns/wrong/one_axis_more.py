"""One axis of length 1 too many: the result has become a stack of matrices. `v` is to be a column, of two axes."""


def add_per_row(m: Tensor, v: Tensor) -> Tensor:
    return m + v[:, None, None]
