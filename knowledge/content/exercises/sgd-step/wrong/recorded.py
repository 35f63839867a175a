"""Autograd is watching: it refuses to change a leaf in place that requires gradients. Do the update where nothing is
recorded."""


def step(params: list[Tensor], lr: float) -> None:
    for p in params:
        if p.grad is not None:
            p -= lr * p.grad
            p.grad = None
