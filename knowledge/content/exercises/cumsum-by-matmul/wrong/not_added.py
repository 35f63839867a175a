"""`*` multiplies the mask with `v`, but nothing is added up: this is a table of the terms."""


def cumsum(v: Tensor) -> Tensor:
    return (arange(v.shape[0])[:, None] >= arange(v.shape[0])) * v
