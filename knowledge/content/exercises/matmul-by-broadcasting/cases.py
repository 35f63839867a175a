NAMED = {
    "three sizes": (torch.arange(6).reshape(2, 3), torch.arange(12).reshape(3, 4)),
    "all alike": (torch.arange(9.0).reshape(3, 3), torch.arange(9.0).reshape(3, 3)),
    "one by one": (torch.tensor([[3]]), torch.tensor([[-2]])),
    "k is 0": (torch.zeros(2, 0), torch.zeros(0, 3)),
}


def draw(d):
    n, k, m = d.sizes(3, 0, 5)
    made = d.choice((d.integers, d.floats))
    return made(n, k), made(k, m)
