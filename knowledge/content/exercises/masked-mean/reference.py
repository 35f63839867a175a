def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    real = torch.where(mask[:, :, None], x, 0)
    return real.sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
