def roll(v: Tensor, k: int) -> Tensor:
    return v[(arange(v.shape[0]) - k) % v.shape[0]]
