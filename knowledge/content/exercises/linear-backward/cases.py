NAMED = {
    "all alike": tuple(torch.arange(9.0).reshape(3, 3) + it for it in (0, 5)) + (torch.ones(3), torch.eye(3) * 2 + 1),
    "one by one": (torch.tensor([[2.0]]), torch.tensor([[3.0]]), torch.tensor([4.0]), torch.tensor([[5.0]])),
}


def draw(d):
    n, k, m = d.sizes(3, 1, 6)
    return d.floats(n, k), d.floats(k, m), d.floats(m), d.floats(n, m)
