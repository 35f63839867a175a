def bshape(s: tuple, t: tuple) -> tuple:
    rank = max(len(s), len(t))
    pairs = list(zip((1,) * (rank - len(s)) + s, (1,) * (rank - len(t)) + t))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        raise ValueError(f"{s} and {t} do not broadcast")
    return tuple(b if a == 1 else a for a, b in pairs)
