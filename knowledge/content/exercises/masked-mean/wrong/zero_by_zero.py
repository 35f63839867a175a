"""A sequence with nothing real becomes 0 / 0, which is nan. See to it that the count is never 0."""


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    return torch.where(mask[:, :, None], x, 0).sum(1) / mask.sum(1, keepdim=True)
