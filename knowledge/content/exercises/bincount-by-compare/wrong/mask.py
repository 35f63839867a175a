"""`@` does not multiply a mask with numbers. Make `int64` of True and False first."""


def counts(v: Tensor, c: int) -> Tensor:
    return (arange(c)[:, None] == v) @ (v * 0 + 1)
