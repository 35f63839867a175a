def _case(*shape):
    c = shape[1]
    return torch.arange(float(math.prod(shape))).reshape(shape), torch.arange(float(c)) * 3, torch.arange(1.0, c + 1)


NAMED = {
    "as wide as channels": _case(2, 3, 4, 3),
    "as high as channels": _case(2, 3, 3, 5),
    "as many as channels": _case(3, 3, 2, 4),
    "all alike": _case(3, 3, 3, 3),
    "one image": _case(1, 3, 2, 2),
    "one channel": _case(2, 1, 2, 3),
}


def draw(d):
    n, c, h, w = d.sizes(4, 1, 5)
    return d.floats(n, c, h, w), d.floats(c), d.integers(c, low=1, high=6) / 2
