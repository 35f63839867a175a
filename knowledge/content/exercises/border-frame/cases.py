NAMED = {"one": (1, 1), "flat": (2, 5), "upright": (5, 4), "line": (1, 4), "square": (4, 4)}


def draw(d):
    return d.sizes(2, 1, 7)
