NAMED = {
    "vector": (torch.arange(3.0), torch.arange(6.0).reshape(2, 3), torch.tensor([1.0, -1.0])),
    "square": (torch.arange(9.0).reshape(3, 3), torch.arange(9.0).reshape(3, 3), torch.arange(3.0)),
    "none": (torch.arange(6.0).reshape(2, 3), torch.arange(6.0).reshape(2, 3), None),
    "left out": (torch.arange(6.0).reshape(2, 3), torch.arange(6.0).reshape(2, 3)),
    "rank 4": (torch.arange(24.0).reshape(2, 1, 4, 3), torch.arange(6.0).reshape(2, 3), torch.tensor([0.0, 5.0])),
    "one neuron": (torch.arange(3.0), torch.ones(1, 3), torch.tensor([0.0])),
}


def draw(d):
    *batch, n_in, n_out = d.sizes(5, 1, 5)
    x, w = d.floats(*batch[: d.whole(0, 3)], n_in), d.floats(n_out, n_in)
    return (x, w, d.floats(n_out)) if d.whole(0, 2) else (x, w, None)
