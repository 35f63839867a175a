"""A 1 gives way as it should, but lengths that differ otherwise pass in silence. Those have to raise `ValueError`."""


def bshape(s: tuple, t: tuple) -> tuple:
    rank = max(len(s), len(t))
    pairs = zip((1,) * (rank - len(s)) + s, (1,) * (rank - len(t)) + t)
    return tuple(b if a == 1 else a for a, b in pairs)
