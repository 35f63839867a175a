"""`@` does not multiply a mask with floats: both sides need the same dtype. Make numbers of the mask."""


def cumsum(v: Tensor) -> Tensor:
    return (arange(v.shape[0])[:, None] >= arange(v.shape[0])) @ v
