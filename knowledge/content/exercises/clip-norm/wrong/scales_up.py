"""Gradients whose norm is below c are scaled up to it. Clipping only ever makes them smaller."""


def clip(grads: list[Tensor], c: float) -> float:
    norm = torch.cat([g.flatten() for g in grads]).norm().item()
    for g in grads:
        g *= c / (norm + 1e-12)
    return norm
