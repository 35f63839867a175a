def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    return a[:, None] + b
