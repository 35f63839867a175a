FUNCTIONS = {
    "cubes": lambda t, weights: (weights * t**3).sum(),
    "waves": lambda t, weights: (weights * t).sin().sum(),
    "product": lambda t, weights: t.sum() * (weights * t).sum(),
    "exponentials": lambda t, weights: (t.exp() / weights).sum(),
}


def probe(num_grad, kind, x, *h):
    """`f` is the function that `kind` names. Compared are the result, and how often `f` was called."""
    weights = torch.arange(1.0, x.numel() + 1, dtype=x.dtype).reshape(x.shape)
    calls = 0

    def f(t):
        nonlocal calls
        calls += 1
        if t.shape != x.shape:
            raise TypeError(f"f is given a tensor of shape {tuple(t.shape)}, expected {tuple(x.shape)}")
        return FUNCTIONS[kind](t, weights)

    return [num_grad(f, x, *h), calls]
