"""Each row of the table is multiplied by `v` itself, which adds up the *values*. To count, every hit has to weigh 1."""


def counts(v: Tensor, c: int) -> Tensor:
    return (arange(c)[:, None] == v) * 1 @ v
