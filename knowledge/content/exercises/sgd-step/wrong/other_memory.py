"""The parameter is given other memory by `.data`, so a view of it, or whoever shares its weights, keeps the old values.
Write into the memory it has."""


def step(params: list[Tensor], lr: float) -> None:
    for p in params:
        if p.grad is not None:
            p.data = p.data - lr * p.grad
            p.grad = None
