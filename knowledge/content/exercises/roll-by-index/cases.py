NAMED = {
    "by 1": (torch.arange(4.0), 1),
    "to the left": (torch.arange(5), -2),
    "by 0": (torch.arange(3), 0),
    "once round": (torch.arange(4), 4),
    "more than once": (torch.arange(5), 12),
    "more than once to the left": (torch.arange(5.0), -13),
    "one element": (torch.tensor([7]), 3),
}


def draw(d):
    n = d.size(1, 7)
    k = d.whole(-n, n) if d.whole(0, 1) else d.whole(-4 * n, 4 * n)
    return d.choice((d.floats, d.integers))(n), k
