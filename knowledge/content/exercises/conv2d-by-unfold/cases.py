def counting(*shape):
    return torch.arange(float(math.prod(shape))).reshape(shape) % 7


NAMED = {
    "k is 1": (counting(2, 3, 2, 4), counting(2, 3, 1, 1)),
    "one image": (counting(1, 2, 3, 5), counting(3, 2, 2, 2)),
    "one channel": (counting(2, 1, 4, 3), counting(2, 1, 2, 2)),
    "one patch": (counting(2, 2, 3, 3), counting(2, 2, 3, 3)),
    "square": (counting(2, 2, 4, 4), counting(2, 2, 2, 2)),
    "tall": (counting(1, 1, 6, 3), counting(1, 1, 3, 3)),
}


def draw(d):
    n, c, o = d.sizes(3, 1, 4)
    k = d.size(1, 3)
    height, width = d.sizes(2, k, k + 4)
    return d.floats(n, c, height, width), d.floats(o, c, k, k)
