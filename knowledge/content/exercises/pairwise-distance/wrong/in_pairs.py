"""`a - b` takes rows in pairs, first with first, second with second. Every row is to meet *every* row: that needs a new
axis."""


def distances(a: Tensor, b: Tensor) -> Tensor:
    return (a - b).square().sum(-1).sqrt()
