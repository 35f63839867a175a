"""`p = p - ...` gives the name `p` to a new tensor, and nothing else happens: no parameter has moved, and the gradient is
reset on the new one. `p -= ...` writes into the old one."""


def step(params: list[Tensor], lr: float) -> None:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p = p - lr * p.grad
                p.grad = None
