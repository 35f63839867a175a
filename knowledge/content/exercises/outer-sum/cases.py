NAMED = {
    "longer and shorter": (torch.arange(4), torch.tensor([10, 20])),
    "equal lengths": (torch.tensor([1.0, 2.0, 3.0]), torch.tensor([10.0, 20.0, 30.0])),
    "one and many": (torch.tensor([5]), torch.arange(3)),
    "many and one": (torch.arange(3.0), torch.tensor([5.0])),
    "none and some": (torch.zeros(0), torch.ones(3)),
    "some and none": (torch.ones(2), torch.zeros(0)),
}


def draw(d):
    n, m = d.sizes(2, 1, 7)
    kind = d.choice((d.floats, d.integers))
    return kind(n), kind(m)
