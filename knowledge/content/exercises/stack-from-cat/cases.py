PAIR = [torch.arange(6).reshape(2, 3), torch.arange(6, 12).reshape(2, 3)]
SQUARE = [torch.arange(4.0).reshape(2, 2), torch.arange(4.0, 8.0).reshape(2, 2)]

NAMED = {
    "first": (PAIR, 0),
    "middle": (PAIR, 1),
    "last": (PAIR, -1),
    "square": (SQUARE, 1),
    "square, last": (SQUARE, -1),
    "numbers": ([torch.tensor(1.5), torch.tensor(-2.0)], 0),
    "numbers, last": ([torch.tensor(3), torch.tensor(4)], -1),
    "alone": ([torch.tensor([1.0, 2.0])], 1),
    "rank 3": ([torch.arange(8).reshape(2, 2, 2), torch.arange(8, 16).reshape(2, 2, 2)], -2),
}


def draw(d):
    rank = d.whole(0, 3)
    count, *shape = d.sizes(4, 1, 4)[: rank + 1]
    make = d.choice((d.floats, d.integers))
    return list(make(count, *shape).unbind()), d.whole(-rank - 1, rank)
