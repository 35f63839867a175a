NAMED = {
    "square": (torch.arange(9.0).reshape(3, 3), torch.arange(9.0, 18).reshape(3, 3)),
    "wide": (torch.arange(6).reshape(2, 3), torch.arange(6, 12).reshape(2, 3)),
    "one row": (torch.arange(3.0)[None], torch.ones(1, 3)),
    "one column": (torch.arange(3.0)[:, None], torch.full((3, 1), 2.0)),
    "no rows": (torch.zeros(0, 3), torch.zeros(0, 3)),
}


def draw(d):
    n, k = d.sizes(2, 1, 6)
    made = d.choice((d.integers, d.floats))
    return made(n, k), made(n, k)
