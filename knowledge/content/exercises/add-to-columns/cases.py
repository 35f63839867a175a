NAMED = {
    "square": (torch.zeros(3, 3), torch.tensor([1.0, 2.0, 3.0])),
    "wide": (torch.arange(6).reshape(2, 3), torch.tensor([10, 20])),
    "one column": (torch.arange(3.0).reshape(3, 1), torch.tensor([1.0, 2.0, 4.0])),
    "one row": (torch.arange(3).reshape(1, 3), torch.tensor([5])),
    "no rows": (torch.zeros(0, 3), torch.zeros(0)),
    "no columns": (torch.zeros(2, 0), torch.ones(2)),
}


def draw(d):
    n, k = d.sizes(2, 1, 6)
    kind = d.choice((d.floats, d.integers))
    return kind(n, k), kind(n)
