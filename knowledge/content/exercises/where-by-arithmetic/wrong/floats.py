"""With whole numbers the result has become float: the masks were made floats first. A mask can be multiplied as it is."""


def where(cond: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return cond.float() * a + (~cond).float() * b
