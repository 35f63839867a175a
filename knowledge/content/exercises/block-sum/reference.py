def block_sum(m: Tensor, k: int) -> Tensor:
    h, w = m.shape
    return m.reshape(h // k, k, w // k, k).sum((1, 3))
