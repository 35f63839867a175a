def probe(step, params, grads, have_one, lr):
    """Compared are what it returns, whether `params` holds the same tensors, their old memory, their values, whether `grad` is
    None, and whether they are leaves that require a gradient."""
    for p, grad, has_one in zip(params, grads, have_one):
        p.requires_grad_()
        p.grad = grad.clone() if has_one else None
    own, memory = list(params), [p.detach() for p in params]
    returned = step(params, lr)
    stayed = len(params) == len(own) and all(one is other for one, other in zip(params, own))
    reset = [p.grad is None for p in own]
    return [returned, stayed, memory, own, reset, [p.requires_grad and p.is_leaf for p in own]]
