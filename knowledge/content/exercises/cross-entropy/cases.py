NAMED = {
    "right by far": (torch.tensor([[1000.0, -1000.0], [-1000.0, 1000.0]]), torch.tensor([0, 1])),
    "wrong by far": (torch.tensor([[1000.0, -1000.0, 0.0]]), torch.tensor([1])),
    "square": (torch.arange(9.0).reshape(3, 3).sqrt(), torch.tensor([2, 2, 0])),
    "one class": (torch.tensor([[3.0], [-2.0]]), torch.tensor([0, 0])),
    "one row": (torch.tensor([[1.0, 2.0, 4.0]], dtype=torch.float64), torch.tensor([1])),
}


def draw(d):
    n, c = d.sizes(2, 1, 6)
    logits = d.floats(n, c, dtype=d.choice((torch.float32, torch.float64))) * d.choice((1, 1, 500))
    return logits, d.integers(n, low=0, high=c - 1)
