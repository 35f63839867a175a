"""Right, but all differences at once are a tensor of n·m·d elements. Multiply the square out on paper first: then a
matrix product does the sum over d."""


def distances(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] - b).square().sum(-1).sqrt()
