NAMED = {
    "equal": (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0])),
    "larger": (torch.tensor([2.0, 9.0]), torch.tensor([1.5, 8.0])),
    "one smaller": (torch.tensor([[3, 4], [5, 1]]), torch.tensor([[2, 3], [4, 2]])),
    "a column and a row": (torch.tensor([[4], [5], [6]]), torch.tensor([1, 2, 3])),
    "empty": (torch.zeros(0, 3), torch.zeros(3)),
    "one tie": (torch.tensor([[4], [3], [6]]), torch.tensor([1, 2, 3])),
}


def draw(d):
    r, c = d.sizes(2, 1, 5)
    r = r if d.whole(0, 9) else 0
    shapes = d.choice((((r, c), (r, c)), ((r, 1), (c,)), ((r, c), (c,)), ((c,), (r, 1))))
    a, b = (d.integers(*shape) for shape in shapes)
    if (a + b).numel():
        # Now one pair at least is equal, and none smaller.
        a = a + (b - a).max()
    a = a + d.choice((-1, 0, 0, 1, 1))
    return (a / 2, b / 2) if d.whole(0, 1) else (a, b)
