NAMED = {
    "a vector": (torch.tensor([1.0, 2.0, 6.0]), torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.5, 0.0, -1.0])),
    "constant rows": (torch.tensor([[2.0] * 4, [-3.0] * 4]), torch.full((4,), 2.0), torch.arange(4.0)),
    "square": (torch.tensor([[1.0, 2.0], [5.0, 3.0]]), torch.tensor([1.0, 3.0]), torch.tensor([0.0, 1.0])),
    "last of 1": (torch.tensor([[2.0], [3.0]]), torch.tensor([2.0]), torch.tensor([0.5])),
    "small spread": (torch.tensor([[0.0, 0.001953125]]), torch.ones(2), torch.zeros(2)),
}


def draw(d):
    shape = d.sizes(4, 1, 5)[: d.whole(1, 4)]
    x = d.floats(*shape) * d.choice((1, 1, 0.0078125))
    inputs = x, d.floats(shape[-1]), d.floats(shape[-1])
    return inputs if d.whole(0, 1) else (*inputs, d.choice((0.125, 1e-3)))
