NAMED = {
    "b is k": (torch.arange(36.0).reshape(3, 4, 3), torch.arange(9.0).reshape(3, 3)),
    "b is n": (torch.arange(18.0).reshape(3, 3, 2), torch.arange(6.0).reshape(3, 2)),
    "one row": (torch.arange(6.0).reshape(2, 1, 3), torch.arange(6.0).reshape(2, 3)),
    "one matrix": (torch.arange(6.0).reshape(1, 2, 3), torch.arange(3.0).reshape(1, 3)),
    "one by one": (torch.tensor([[[2.0]]]), torch.tensor([[3.0]])),
}


def draw(d):
    b, n, k = d.sizes(3, 1, 6)
    return d.floats(b, n, k), d.floats(b, k)
