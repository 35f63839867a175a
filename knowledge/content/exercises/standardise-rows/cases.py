NAMED = {
    "a row of 3s": (torch.tensor([[3.0, 3.0, 3.0], [1.0, 2.0, 6.0]]),),
    "a row of 0.1": (torch.full((1, 9), 0.1),),
    "rows of 0.1": (torch.full((2, 7), 0.1),),
    "tiny": (torch.tensor([[1e-6, 2e-6, 5e-6], [1.0, 2.0, 5.0]]),),
    "square": (torch.tensor([[1.0, 2.0, 4.0], [0.0, 5.0, 1.0], [9.0, 3.0, 3.0]]),),
    "one row": (torch.tensor([[1.0, -1.0, 2.0, 0.0]]),),
    "one column": (torch.tensor([[1.0], [-2.0]]),),
}


def draw(d):
    r, c = d.sizes(2, 1, 7)
    if d.kind == "small":
        return (d.floats(r, c),)
    # Whole numbers before they are scaled, so that no row is nearly constant.
    m = d.integers(r, c) * 10.0 ** d.integers(r, 1, low=-6, high=3)
    if d.whole(0, 1):
        m[d.whole(0, r - 1)] = d.choice((0.0, 0.1, 0.3, 7.0))
    return (m,)
