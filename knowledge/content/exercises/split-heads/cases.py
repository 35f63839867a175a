NAMED = {
    "one head": (torch.arange(24.0).reshape(2, 3, 4), 1),
    "as many steps as heads": (torch.arange(18.0).reshape(1, 3, 6), 3),
    "all alike": (torch.arange(16.0).reshape(2, 2, 4), 2),
    "one feature each": (torch.arange(12.0).reshape(2, 2, 3), 3),
    "one step": (torch.arange(6.0).reshape(1, 1, 6), 2),
    "turned": (torch.arange(24.0).reshape(6, 4).T[None], 3),
}


def draw(d):
    b, t, h, size = d.sizes(4, 1, 5)
    if d.whole(0, 2):
        return d.floats(b, t, h * size), h
    return d.floats(b, h * size, t).mT, h
