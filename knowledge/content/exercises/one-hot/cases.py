NAMED = {
    "a number": (torch.tensor(2), 4),
    "a matrix": (torch.tensor([[0, 1, 2], [2, 2, 0]]), 3),
    "never seen": (torch.tensor([0, 0, 3]), 5),
    "one class": (torch.tensor([0, 0]), 1),
    "empty": (torch.zeros(0, dtype=torch.int64), 3),
}


def draw(d):
    *shape, c = d.sizes(4, 1, 5)
    return d.integers(*shape[: d.whole(0, 3)], low=0, high=c - 1), c
