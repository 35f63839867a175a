def add_per_row(m: Tensor, v: Tensor) -> Tensor:
    return m + v[:, None]
