NAMED = {
    "one row": (torch.tensor([[4, 5, 6]]), torch.tensor([1])),
    "repeated": (torch.arange(12).reshape(4, 3), torch.tensor([2, 0, 2, 2])),
    "square": (torch.arange(9.0).reshape(3, 3), torch.tensor([1, 1, 0])),
    "gradient": (torch.arange(6.0).reshape(2, 3).requires_grad_(), torch.tensor([2, 0])),
}


def draw(d):
    n, c = d.sizes(2, 1, 6)
    t = d.floats(n, c).requires_grad_() if d.whole(0, 1) else d.integers(n, c)
    return t, d.integers(n, low=0, high=c - 1)
