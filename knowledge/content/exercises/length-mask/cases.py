NAMED = {
    "mixed": (torch.tensor([2, 0, 4]), 4),
    "square": (torch.tensor([1, 3, 2]), 3),
    "nothing": (torch.tensor([0, 0]), 3),
    "everything": (torch.tensor([5, 5]), 5),
    "one, full": (torch.tensor([1]), 1),
    "one, empty": (torch.tensor([0]), 1),
}


def draw(d):
    n, m = d.sizes(2, 1, 7)
    return d.integers(n, low=0, high=m), m
