"""Without `keepdim` the means of the rows are lined up with the *columns*, and where r equals c nothing complains."""


def standardise(m: Tensor) -> Tensor:
    constant = (m == m[:, :1]).all(1, keepdim=True)
    return torch.where(constant, 0.0, (m - m.mean(1)) / m.std(1, correction=0))
