"""The scale is right, but the entries are uniform: normal ones are asked for."""


def kaiming(n_out: int, n_in: int) -> Tensor:
    return (2 * torch.rand(n_out, n_in) - 1) * math.sqrt(6 / n_in)
