NAMED = {
    "matrices": (torch.arange(6.0).reshape(2, 3), torch.arange(12.0).reshape(3, 4)),
    "square": (torch.arange(9.0).reshape(3, 3), torch.arange(9.0, 18).reshape(3, 3)),
    "batch": (torch.arange(12.0).reshape(2, 2, 3), torch.arange(24.0).reshape(2, 3, 4)),
    "broadcast batch": (torch.arange(12.0).reshape(2, 1, 2, 3), torch.arange(36.0).reshape(3, 3, 4)),
}


def draw(d):
    n, k, m = d.sizes(3, 1, 4)
    s, t = d.sizes(2, 1, 3)
    one, two = d.choice([((), ()), ((s,), (s,)), ((s, t), (s, t)), ((s, 1), (t,)), ((), (s,)), ((s, 1), (1, t))])
    return d.floats(*one, n, k), d.floats(*two, k, m)
