"""The weights move by the velocity from before this step. Renew it first, then move."""


def momentum_step(w, g, v, lr, m) -> tuple[Tensor, Tensor]:
    return w - lr * v, m * v + g
