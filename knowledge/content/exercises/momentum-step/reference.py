def momentum_step(w, g, v, lr, m) -> tuple[Tensor, Tensor]:
    v = m * v + g
    return w - lr * v, v
