KINDS_OF_F = ("cubes", "waves", "product", "exponentials")
NAMED = {
    "a number": ("cubes", torch.tensor(1.5, dtype=torch.float64)),
    "square": ("cubes", torch.tensor([[1.0, 2.0], [0.5, -1.0]], dtype=torch.float64), 1e-2),
    "coarse": ("waves", torch.tensor([0.1, 0.7], dtype=torch.float64), 0.25),
}


def draw(d):
    x = d.floats(*d.sizes(3, 1, 4)[: d.whole(0, 3)], dtype=torch.float64) / 2
    return d.choice(KINDS_OF_F), x, *d.choice(((), (1e-3,), (1e-2,)))
