"""Each tensor is clipped by its own norm. Take the norm of all elements together, and scale all of them by one factor:
then the direction of the step stays."""


def clip(grads: list[Tensor], c: float) -> float:
    norm = torch.cat([g.flatten() for g in grads]).norm().item()
    for g in grads:
        own = g.norm().item()
        if own > c:
            g *= c / own
    return norm
