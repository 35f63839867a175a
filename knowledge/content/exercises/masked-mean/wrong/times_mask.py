"""Multiplying does not take padding away when it holds nan or inf: times 0, both are nan. Replace it instead."""


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    return (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
