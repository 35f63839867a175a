NAMED = {
    "length 1": (torch.arange(12.0).reshape(2, 3, 2), torch.tensor([1, 1])),
    "length t": (torch.arange(12.0).reshape(2, 3, 2), torch.tensor([3, 3])),
    "b is t": (torch.arange(18.0).reshape(3, 3, 2), torch.tensor([2, 1, 3])),
    "one": (torch.tensor([[[5.0]]]), torch.tensor([1])),
}


def draw(d):
    b, t, features = d.sizes(3, 1, 6)
    return d.floats(b, t, features), d.integers(b, low=1, high=t)
