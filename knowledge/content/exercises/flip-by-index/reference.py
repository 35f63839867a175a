def flip(v: Tensor) -> Tensor:
    return v[v.shape[0] - 1 - arange(v.shape[0])]
