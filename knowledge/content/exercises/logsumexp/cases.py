NAMED = {
    "large": (torch.tensor([1000.0, 1000.0, 0.0]),),
    "very negative": (torch.tensor([[-1000.0, -1001.0], [-2000.0, -2000.0]]),),
    "all -inf": (torch.full((2, 3), -math.inf),),
    "one row of -inf": (torch.tensor([[-math.inf, -math.inf], [1.0, 2.0]], dtype=torch.float64),),
    "some -inf": (torch.tensor([-math.inf, 3.0, 3.0]),),
    "rows far apart": (torch.tensor([[1000.0, 999.0], [-1000.0, -1000.0]]),),
    "one": (torch.tensor([-5.0]),),
}


def draw(d):
    x = d.floats(*d.sizes(3, 1, 5)[: d.whole(1, 3)], dtype=d.choice((torch.float32, torch.float64)))
    x = x * d.choice((1, 1, 300)) + d.choice((0, 0, 1000, -1000))
    if d.whole(0, 2) == 0:
        x[..., d.whole(0, x.shape[-1] - 1)] = -math.inf
    return (x,)
