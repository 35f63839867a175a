"""The shapes are lined up on the left: missing axes are filled in behind. Broadcasting begins at the last axis."""


def bshape(s: tuple, t: tuple) -> tuple:
    rank = max(len(s), len(t))
    pairs = list(zip(s + (1,) * (rank - len(s)), t + (1,) * (rank - len(t))))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        raise ValueError("no")
    return tuple(b if a == 1 else a for a, b in pairs)
