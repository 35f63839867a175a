"""Taking the larger length never finds a clash, and it makes 1 of a 1 and a 0. What has to hold of two lengths, and which of
them gives way?"""


def bshape(s: tuple, t: tuple) -> tuple:
    rank = max(len(s), len(t))
    return tuple(max(pair) for pair in zip((1,) * (rank - len(s)) + s, (1,) * (rank - len(t)) + t))
