"""This compares the smallest of all with the largest of all. Only elements that meet are to be compared, and an
empty tensor has no smallest."""


def all_greater(a: Tensor, b: Tensor) -> bool:
    return bool(a.min() > b.max())
