NAMED = {
    "k is 1": (torch.arange(6).reshape(2, 3), 1),
    "one block": (torch.arange(9.0).reshape(3, 3), 3),
    "one row of blocks": (torch.arange(12).reshape(2, 6), 2),
    "k is the number of blocks": (torch.arange(16).reshape(4, 4), 2),
    "tall": (torch.arange(24.0).reshape(6, 4), 2),
}


def draw(d):
    k, high, wide = d.sizes(3, 1, 4)
    return d.choice((d.floats, d.integers))(high * k, wide * k), k
