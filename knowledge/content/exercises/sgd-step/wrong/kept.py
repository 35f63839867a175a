"""The parameters move, but their gradients stay: the next `backward()` would add to them."""


def step(params: list[Tensor], lr: float) -> None:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
