"""The table is transposed: `b` runs down here. The one whose index comes first has to be the column."""


def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    return a + b[:, None]
