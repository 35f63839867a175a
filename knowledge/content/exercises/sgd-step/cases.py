NAMED = {
    "no gradient": ([torch.ones(2), torch.ones(2)], [torch.tensor([1.0, -2.0]), torch.ones(2)], [True, False], 0.1),
    "none has one": ([torch.ones(2, 2)], [torch.ones(2, 2)], [False], 0.5),
    "a number": ([torch.tensor(3.0)], [torch.tensor(-2.0)], [True], 0.5),
    "zero gradient": ([torch.ones(3)], [torch.zeros(3)], [True], 0.5),
    "no parameters": ([], [], [], 0.1),
}


def draw(d):
    shapes = [d.sizes(3, 1, 4)[: d.whole(0, 3)] for _ in range(d.whole(1, 3))]
    params, grads = ([d.floats(*shape) for shape in shapes] for _ in range(2))
    return params, grads, [d.whole(0, 3) > 0 for _ in shapes], d.choice((0.1, 0.5, 2.0))
