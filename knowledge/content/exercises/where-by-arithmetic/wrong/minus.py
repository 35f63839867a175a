"""`1 - cond` raises an error: torch has no minus for masks. There is an operator that turns True into False."""


def where(cond: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return cond * a + (1 - cond) * b
