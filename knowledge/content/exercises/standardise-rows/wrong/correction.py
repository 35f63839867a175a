"""`std` divides by c - 1 unless told otherwise, so every row comes out a little too small. `correction` sets that."""


def standardise(m: Tensor) -> Tensor:
    centred = m - m.mean(1, keepdim=True)
    constant = (m == m[:, :1]).all(1, keepdim=True)
    return torch.where(constant, 0.0, centred / m.std(1, keepdim=True))
