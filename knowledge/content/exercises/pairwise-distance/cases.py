WAVES = torch.sin(torch.arange(1.0, 97.0)).reshape(12, 8)

NAMED = {
    "by hand": (torch.tensor([[0.0, 0.0], [3.0, 4.0]]), torch.tensor([[0.0, 0.0], [3.0, 0.0], [6.0, 8.0]])),
    "with itself": (WAVES, WAVES),
    "all the same": (torch.full((3, 3), 0.1), torch.full((3, 3), 0.1)),
    "as many": (torch.arange(6.0).reshape(3, 2), torch.arange(6.0).reshape(3, 2).flip(0) * 2),
    "on a line": (torch.tensor([[1.0], [-2.0]]), torch.tensor([[5.0], [1.0], [0.0]])),
    "one point": (torch.tensor([[1.0, 2.0, 2.0]]), torch.zeros(4, 3)),
}


def draw(d):
    n, m, size = d.sizes(3, 1, 6)
    a, b = d.floats(n, size), d.floats(m, size)
    if d.whole(0, 1):
        b[: min(n, m)] = a[: min(n, m)]
    return a, b
