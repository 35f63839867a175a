def made(*shape, scale=1.0):
    seeded = torch.Generator().manual_seed(math.prod(shape))
    return [torch.randn(shape, generator=seeded) * each for each in (scale, scale, 1.0)]


NAMED = {
    "plain": (*made(2, 3, 4, 5), False),
    "causal": (*made(2, 3, 4, 5), True),
    "one step": (*made(2, 2, 1, 3), True),
    "large scores": (*made(1, 2, 4, 4, scale=40.0), False),
    "large and causal": (*made(2, 2, 3, 5, scale=40.0), True),
    "by default": (*made(3, 3, 3, 3),),
}


def draw(d):
    sizes = d.sizes(4, 1, 5)
    scale = d.choice((1, 1, 1, 200))
    q, k, v = (d.floats(*sizes) for _ in range(3))
    return scale * q, k, v, d.choice((True, False))
