NAMED = {
    "at zero": (torch.tensor([-1.0, 0.0, 2.0]), torch.tensor([3.0, 5.0, -7.0])),
    "a number": (torch.tensor(-2.0, dtype=torch.float64), torch.tensor(3.0, dtype=torch.float64)),
    "one": (torch.tensor([[0.5]]), torch.tensor([[-2.0]])),
}


def draw(d):
    shape, dtype = d.sizes(3, 1, 4)[: d.whole(0, 3)], d.choice((torch.float32, torch.float64))
    x = d.floats(*shape, dtype=dtype)
    return x * (torch.rand(shape, generator=d.torch) < 0.8), d.floats(*shape, dtype=dtype)
