def where(cond: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return cond * a + ~cond * b
