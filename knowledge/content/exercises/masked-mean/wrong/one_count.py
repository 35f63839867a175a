"""This divides every sequence by the number of real vectors in the whole batch. Each has its own count."""


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    return torch.where(mask[:, :, None], x, 0).sum(1) / mask.sum().clamp(min=1)
