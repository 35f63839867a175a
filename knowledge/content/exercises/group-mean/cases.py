NAMED = {
    "repeats": (torch.tensor([1.0, 2.0, 6.0]), torch.tensor([1, 0, 1]), 2),
    "none in the middle": (torch.tensor([1.0, 2.0]), torch.tensor([0, 2]), 3),
    "none at the end": (torch.tensor([1.0, 2.0], dtype=torch.float64), torch.tensor([0, 0]), 3),
    "one group": (torch.tensor([1.0, 2.0, 6.0]), torch.tensor([0, 0, 0]), 1),
    "no values": (torch.zeros(0), torch.zeros(0, dtype=torch.int64), 2),
}


def draw(d):
    n, g = d.sizes(2, 1, 6)
    dtype = d.choice((torch.float32, torch.float64))
    return d.floats(n, dtype=dtype), d.integers(n, low=0, high=g - 1), g
