def clip(grads: list[Tensor], c: float) -> float:
    norm = torch.cat([g.flatten() for g in grads]).norm().item()
    if norm > c:
        for g in grads:
            g *= c / norm
    return norm
