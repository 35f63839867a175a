"""`a + b` adds elements of the same place only, and clashes where the lengths differ. For all pairs, the two have to lie along
different axes."""


def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    return a + b
