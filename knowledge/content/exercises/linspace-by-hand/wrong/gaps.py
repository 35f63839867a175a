"""The length is right, but the last number is not `b`: between n numbers there are not n gaps."""


def linspace(a: float, b: float, n: int) -> Tensor:
    return a + (b - a) * arange(n) / n
