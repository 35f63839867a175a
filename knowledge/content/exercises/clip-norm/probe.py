def probe(clip, grads, c):
    """Compared are what it returns, `grads` after that, and which of them are as they were."""
    own, before = list(grads), [g.clone() for g in grads]
    norm = clip(grads, c)
    return [norm, own, [torch.equal(one, other) for one, other in zip(own, before)]]
