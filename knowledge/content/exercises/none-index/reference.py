def insert_axis(t: Tensor) -> Tensor:
    return t[..., None, :]
