"""Without a bias, `b` is `None`, and a tensor plus `None` raises an error."""


def dense(x: Tensor, w: Tensor, b: Tensor | None = None) -> Tensor:
    return x @ w.T + b
