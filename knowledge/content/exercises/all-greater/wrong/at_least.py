"""Equal elements pass here, too. Every element of `a` has to be really larger."""


def all_greater(a: Tensor, b: Tensor) -> bool:
    return (a >= b).all().item()
