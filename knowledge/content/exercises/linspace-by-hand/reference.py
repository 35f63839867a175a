def linspace(a: float, b: float, n: int) -> Tensor:
    return a + (b - a) * arange(n) / (n - 1)
