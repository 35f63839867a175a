"""The steps have the right size, but they begin at 0. The first number has to be `a`."""


def linspace(a: float, b: float, n: int) -> Tensor:
    return (b - a) * arange(n) / (n - 1)
