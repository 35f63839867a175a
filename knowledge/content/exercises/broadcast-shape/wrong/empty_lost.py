"""Clashes are found, but a 1 and a 0 give 1 here. An empty axis stays empty: it is the 1 that gives way."""


def bshape(s: tuple, t: tuple) -> tuple:
    rank = max(len(s), len(t))
    pairs = list(zip((1,) * (rank - len(s)) + s, (1,) * (rank - len(t)) + t))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        raise ValueError("no")
    return tuple(max(pair) for pair in pairs)
