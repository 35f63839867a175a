"""Here `b` itself is taken for the whole way, which is true only where `a` is 0. How far is it from `a` to `b`?"""


def linspace(a: float, b: float, n: int) -> Tensor:
    return a + b * arange(n) / (n - 1)
