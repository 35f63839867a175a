def distances(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] - b).square().sum(-1).sqrt()
