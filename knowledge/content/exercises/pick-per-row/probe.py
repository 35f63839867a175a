def probe(pick, t, idx):
    """Compared are what it picks and, where `t` requires one, the gradient for `t`."""
    picked = pick(t, idx)
    if not t.requires_grad or type(picked) is not Tensor:
        return picked
    return [picked, *torch.autograd.grad(picked, t, torch.ones_like(picked))]
