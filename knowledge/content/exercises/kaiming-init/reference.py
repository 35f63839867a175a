def kaiming(n_out: int, n_in: int) -> Tensor:
    return torch.randn(n_out, n_in) * math.sqrt(2 / n_in)
