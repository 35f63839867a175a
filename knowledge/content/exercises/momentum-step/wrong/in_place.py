"""The numbers are right, but the tensors that were given have changed. Make new ones."""


def momentum_step(w, g, v, lr, m) -> tuple[Tensor, Tensor]:
    v *= m
    v += g
    w -= lr * v
    return w, v
