"""This keeps the scale of a layer alone. ReLU halves the mean square, and the weights have to make up for it."""


def kaiming(n_out: int, n_in: int) -> Tensor:
    return torch.randn(n_out, n_in) * math.sqrt(1 / n_in)
