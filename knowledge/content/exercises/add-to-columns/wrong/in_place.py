"""The sum is right, but `m` was changed: `+=` writes into the tensor that was handed in. Make a new one."""


def add_per_row(m: Tensor, v: Tensor) -> Tensor:
    m += v[:, None]
    return m
