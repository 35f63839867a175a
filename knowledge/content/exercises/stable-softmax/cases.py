_inf = math.inf
NAMED = {
    "large": (torch.tensor([[1000.0, 1001.0], [-1000.0, -1001.0]]),),
    "minus infinity": (torch.tensor([[-_inf, 0.0, 1.0], [2.0, -_inf, -_inf]]),),
    "nothing but": (torch.tensor([[-_inf, -_inf, -_inf], [0.0, 1.0, 2.0]]),),
    "one column": (torch.tensor([[1000.0], [-3.0]]),),
    "square": (torch.tensor([[0.0, 1.0], [2.0, 5.0]]),),
    "a vector": (torch.tensor([0.0, 0.0, 1.0], dtype=torch.float64),),
}


def draw(d):
    shape = d.sizes(3, 1, 5)[d.whole(0, 2) :]
    x = d.floats(*shape, dtype=d.choice((torch.float32, torch.float64)))
    x = x + d.choice((0, 1000)) * d.integers(*shape[:-1], 1, low=-1, high=1)
    if d.whole(0, 1):
        x[torch.rand(shape, generator=d.torch) < 0.2] = -math.inf
    return (x,)
