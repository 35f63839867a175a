NAMED = {
    "special": (torch.tensor([-math.inf, -1.5, 0.0, 2.5, math.inf, math.nan]),),
    "whole": (torch.tensor([[-2, 0], [3, -1]]),),
    "a number": (torch.tensor(-3.0, dtype=torch.float64),),
    "empty": (torch.zeros(0, 3),),
}


def draw(d):
    shape = d.sizes(3, 1, 4)[: d.whole(0, 3)]
    if d.whole(0, 2) == 0:
        return (d.integers(*shape),)
    x = d.floats(*shape, dtype=d.choice((torch.float32, torch.float64)))
    x[torch.rand(shape, generator=d.torch) < 0.3] = d.choice((0.0, math.inf, -math.inf, math.nan))
    return (x,)
