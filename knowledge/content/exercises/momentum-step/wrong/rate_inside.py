"""`lr` went into the velocity. In torch's rule the velocity holds plain gradients, and `lr` counts when weights move."""


def momentum_step(w, g, v, lr, m) -> tuple[Tensor, Tensor]:
    v = m * v + lr * g
    return w - v, v
