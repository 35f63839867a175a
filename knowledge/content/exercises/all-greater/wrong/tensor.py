"""The answer is right, but it is a tensor of rank 0. Take the Python value out of it."""


def all_greater(a: Tensor, b: Tensor) -> bool:
    return (a > b).all()
