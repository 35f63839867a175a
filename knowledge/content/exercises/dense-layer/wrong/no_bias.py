"""The products are right, but the bias is never added."""


def dense(x: Tensor, w: Tensor, b: Tensor | None = None) -> Tensor:
    return x @ w.T
