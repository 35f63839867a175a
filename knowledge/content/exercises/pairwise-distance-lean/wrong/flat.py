"""Both |a|² and |b|² lie along the columns here. The numbers of `a` belong to the rows: they have to stand as a
column."""


def distances(a: Tensor, b: Tensor) -> Tensor:
    squares = a.square().sum(1) + b.square().sum(1) - 2 * a @ b.T
    return squares.clamp(min=0).sqrt()
