"""NumPy has a random generator of its own, which `torch.manual_seed` does not set: draw with torch."""


def kaiming(n_out: int, n_in: int) -> Tensor:
    return torch.tensor(np.random.randn(n_out, n_in) * math.sqrt(2 / n_in), dtype=torch.float32)
