"""This marks the *padding*. Here True is to mean a real place."""


def length_mask(lengths: Tensor, m: int) -> Tensor:
    return torch.arange(m) >= lengths[:, None]
