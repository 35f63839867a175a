NAMED = {
    "at rest": (torch.ones(3), torch.tensor([1.0, -2.0, 0.5]), torch.zeros(3), 0.1, 0.9),
    "no momentum": (torch.ones(2, 2), torch.ones(2, 2), torch.full((2, 2), 3.0), 0.5, 0.0),
}


def draw(d):
    shape = d.sizes(2, 1, 5)[: d.whole(1, 2)]
    return d.floats(*shape), d.floats(*shape), d.floats(*shape), d.choice((0.1, 0.5)), d.choice((0.5, 0.75, 0.9))
