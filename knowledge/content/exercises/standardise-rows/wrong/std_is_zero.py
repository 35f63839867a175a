"""The std of a row of 0.1 need not be exactly 0, since its mean is rounded. Look at the elements themselves to see
whether they are equal."""


def standardise(m: Tensor) -> Tensor:
    std = m.std(1, correction=0, keepdim=True)
    return torch.where(std == 0, 0.0, (m - m.mean(1, keepdim=True)) / std)
