NAMED = {
    "dead unit": (
        torch.tensor([[1.0, 2.0], [3.0, 1.0]]),
        torch.tensor([1.0, -1.0]),
        torch.tensor([[1.0, -1.0], [0.5, -1.0]]),
        torch.tensor([0.0, -1.0]),
        torch.tensor([[2.0], [3.0]]),
        torch.tensor([0.5]),
    ),
    "exactly 0": (
        torch.ones(1, 1),
        torch.tensor([3.0]),
        torch.ones(1, 1),
        torch.tensor([-1.0]),
        torch.ones(1, 1),
        torch.ones(1),
    ),
}


def draw(d):
    n, k, h = d.sizes(3, 1, 5)
    return d.floats(n, k), d.floats(n), d.floats(k, h), d.floats(h), d.floats(h, 1), d.floats(1)
