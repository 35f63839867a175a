NAMED = {
    "no axes": ((), ()),
    "a number and a matrix": ((), (2, 3)),
    "column and row": ((3, 1), (4,)),
    "empty axis and 1": ((1, 2), (0, 1)),
    "empty axis first": ((0, 2), (1, 2)),
    "empty axis clashes": ((0,), (3,)),
    "other ranks": ((2, 1, 4), (3, 1)),
    "lined up on the left": ((2, 3), (2,)),
    "right in part": ((2, 3), (2, 4)),
    "clash, larger first": ((5, 2), (3, 2)),
}


def draw(d):
    whole = d.sizes(d.whole(1, 4), 0, 5)
    s, t = ([1 if d.whole(0, 2) == 0 else size for size in whole] for _ in range(2))
    if d.whole(0, 3) == 0:
        s[d.whole(0, len(s) - 1)] += 1
    short = tuple(t)[d.choice((0, d.whole(0, len(t)))) :]
    return d.choice(((tuple(s), short), (short, tuple(s))))
