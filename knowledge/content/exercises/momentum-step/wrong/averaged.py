"""The gradient is taken times (1 - m), as in an average. In torch's rule it enters the velocity in full."""


def momentum_step(w, g, v, lr, m) -> tuple[Tensor, Tensor]:
    v = m * v + (1 - m) * g
    return w - lr * v, v
