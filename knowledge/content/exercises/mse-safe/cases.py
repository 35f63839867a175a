NAMED = {
    "column and vector": (torch.arange(3.0)[:, None], torch.ones(3)),
    "vector and column": (torch.arange(3.0), torch.ones(3, 1)),
    "one": (torch.tensor([[2.0]]), torch.tensor([5.0])),
    "lengths differ": (torch.arange(3.0), torch.arange(4.0)),
    "one for several": (torch.tensor([[1.0]]), torch.arange(4.0)),
    "several for one": (torch.arange(4.0), torch.tensor([1.0])),
}


def draw(d):
    n = d.size(1, 7)
    m = n if d.whole(0, 2) else d.choice((1, n + 1))
    shapes = d.choice((((n,), (m,)), ((n, 1), (m,)), ((n,), (m, 1)), ((n, 1), (m, 1))))
    return tuple(d.floats(*shape) for shape in shapes)
