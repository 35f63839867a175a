"""Where `cond` is True, `b` is still added. It has to be 0 there, just as `a` is elsewhere."""


def where(cond: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return cond * a + b
