"""Norms do not add up: the joint norm is the root of the sum of their *squares*."""


def clip(grads: list[Tensor], c: float) -> float:
    norm = sum(g.norm().item() for g in grads)
    if norm > c:
        for g in grads:
            g *= c / norm
    return norm
