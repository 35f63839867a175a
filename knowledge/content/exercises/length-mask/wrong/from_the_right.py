"""Here the padding is on the left, and the real places at the end of each row."""


def length_mask(lengths: Tensor, m: int) -> Tensor:
    return torch.arange(m) >= m - lengths[:, None]
