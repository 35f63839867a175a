def length_mask(lengths: Tensor, m: int) -> Tensor:
    return torch.arange(m) < lengths[:, None]
