"""The result is right, but `x` has changed: assigning through a mask works in place. Do it to a copy."""


def relu(x: Tensor) -> Tensor:
    x[x < 0] = 0
    return x
