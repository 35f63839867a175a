def linear_backward(x, w, b, g) -> tuple[Tensor, Tensor, Tensor]:
    return g @ w.T, x.T @ g, g.sum(0)
