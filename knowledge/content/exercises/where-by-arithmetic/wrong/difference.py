"""`a - b` is rounded, so beside a large `b` a small `a` is lost and does not come back. Multiply each by its own mask,
then add."""


def where(cond: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return b + cond * (a - b)
