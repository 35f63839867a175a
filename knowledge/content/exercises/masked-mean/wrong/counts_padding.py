"""`mean` divides by m, padding included. Divide by the number of real vectors of each sequence."""


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    return torch.where(mask[:, :, None], x, 0).mean(1)
