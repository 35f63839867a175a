NAMED = {
    "one by one": (torch.tensor([[3.0]]), torch.tensor([[-2.0]])),
    "three sizes": (torch.arange(6).reshape(2, 3), torch.arange(12).reshape(3, 4)),
    "k is 0": (torch.zeros(2, 0), torch.zeros(0, 3)),
    "too short": (torch.ones(2, 3), torch.ones(2, 3)),
    "too long": (torch.ones(2, 2), torch.ones(3, 2)),
}


def draw(d):
    n, k, m = d.sizes(3, 0, 4)
    made = d.choice((d.integers, d.floats))
    fits = d.whole(0, 3)
    return made(n, k), made(k if fits else k + 1, m)
