"""(n, 1) minus (n) broadcasts to (n, n), and the mean is taken over all pairs. Bring both to the same shape first."""


def mse(pred: Tensor, y: Tensor) -> Tensor:
    return ((pred - y) ** 2).mean()
