NAMED = {
    "k is 1": (torch.arange(4.0), 1),
    "k is n": (torch.tensor([3.0, 1.0, 5.0]), 3),
    "vector": (torch.tensor([1.0, 4.0, 1.0, 7.0, 0.0]), 2),
    "batch": (torch.arange(24.0, dtype=torch.float64).reshape(2, 3, 4) ** 2, 3),
    "square": (torch.arange(9.0).reshape(3, 3) ** 2, 2),
    "empty batch": (torch.zeros(0, 4), 2),
}


def draw(d):
    shape = d.sizes(3, 1, 6)[d.whole(0, 2) :]
    k = d.whole(1, shape[-1])
    return d.floats(*shape, dtype=d.choice((torch.float32, torch.float64))), k
