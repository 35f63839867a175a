NAMED = {
    "one by one": (torch.tensor([[3.0]]), torch.tensor([[-2.0]])),
    "three sizes": (torch.arange(6.0).reshape(2, 3), torch.arange(12.0).reshape(3, 4)),
    "k is 0": (torch.zeros(2, 0), torch.zeros(0, 3)),
    "too short": (torch.ones(2, 3), torch.ones(2, 3)),
    "too long": (torch.ones(2, 2), torch.ones(3, 2)),
}


def draw(d):
    n, k, m = d.sizes(3, 0, 4)
    dtype = d.choice((torch.float32, torch.float64))
    fits = d.whole(0, 3)
    return d.floats(n, k, dtype=dtype), d.floats(k if fits else k + 1, m, dtype=dtype)
