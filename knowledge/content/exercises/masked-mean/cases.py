NAN, INF = math.nan, math.inf

NAMED = {
    "nan in padding": (
        torch.tensor([[[1.0, 2.0], [3.0, 6.0], [NAN, NAN]]]),
        torch.tensor([[True, True, False]]),
    ),
    "inf in padding": (
        torch.tensor([[[INF, 1.0], [3.0, 6.0], [5.0, 7.0]], [[1.0, 1.0], [-INF, 0.0], [NAN, 2.0]]]),
        torch.tensor([[False, True, True], [True, False, False]]),
    ),
    "nothing real": (
        torch.tensor([[[4.0], [5.0]], [[NAN], [7.0]], [[1.0], [2.0]]]),
        torch.tensor([[True, True], [False, False], [False, True]]),
    ),
    "all alike": (
        torch.arange(27.0).reshape(3, 3, 3),
        torch.tensor([[True, True, False], [False, False, False], [True, True, True]]),
    ),
    "flat": (torch.tensor([[[2.0], [4.0], [9.0]]]), torch.tensor([[True, False, True]])),
}


def draw(d):
    n, m, size = d.sizes(3, 1, 5)
    x, mask = d.floats(n, m, size), d.bools(n, m)
    x[~mask] = d.choice((0.0, 1.0, 50.0, math.nan, math.inf))
    return x, mask
