"""`p - ...` makes a new tensor and puts it into the list; the parameter itself, which the model holds, has not moved.
Write into the old one."""


def step(params: list[Tensor], lr: float) -> None:
    with torch.no_grad():
        for i, p in enumerate(params):
            if p.grad is not None:
                grad, p.grad = p.grad, None
                params[i] = (p - lr * grad).requires_grad_()
