NAMED = {
    "longer": (torch.tensor([3, 1, 4, 1, 5]), 3),
    "shorter": (torch.tensor([2.5, -1.0]), 5),
    "many times": (torch.tensor([7, 8]), 9),
    "equal": (torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64), 3),
    "one of many": (torch.tensor([9, 8, 7]), 1),
    "many of one": (torch.tensor([4]), 4),
    "one by one": (torch.tensor([6.0]), 1),
}


def draw(d):
    size, n = d.sizes(2, 1, 9)
    dtype = d.choice((torch.float32, torch.float64, torch.int64))
    v = d.integers(size, low=1) if dtype == torch.int64 else d.floats(size, dtype=dtype)
    return v, n
