"""All sums are there, but in one long line: the table's two axes have to stay."""


def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] + b).flatten()
