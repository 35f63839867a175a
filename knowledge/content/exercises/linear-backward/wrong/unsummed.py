"""The gradient for `b` is to have the shape of `b`: what was broadcast forward is summed backward."""


def linear_backward(x, w, b, g) -> tuple[Tensor, Tensor, Tensor]:
    return g @ w.T, x.T @ g, g
