"""`arange` with a step stops *before* its end, so `b` is missing. Count the steps in whole numbers, then scale them."""


def linspace(a: float, b: float, n: int) -> Tensor:
    return arange(a, b, (b - a) / (n - 1))
