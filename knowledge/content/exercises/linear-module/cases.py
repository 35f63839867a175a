NAMED = {
    "square": (torch.tensor([[1.0, 2.0], [3.0, 5.0]]), torch.tensor([[1.0, 2.0], [0.0, 4.0]]), torch.tensor([1.0, -1.0])),
    "without bias": (torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([[1.0, 0.0, 2.0]])),
    "a vector": (torch.tensor([1.0, 2.0]), torch.tensor([[1.0, 2.0], [0.0, 4.0], [5.0, 6.0]]), torch.ones(3)),
}


def draw(d):
    *shape, n_in, n_out = d.sizes(4, 1, 5)[d.whole(0, 2) :]
    bias = () if d.whole(0, 2) == 0 else (d.floats(n_out),)
    return d.floats(*shape, n_in), d.floats(n_out, n_in), *bias
