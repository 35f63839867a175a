NAMED = {"square": (400, 400), "wide": (100, 900), "tall": (900, 100), "one by one": (1, 1)}


def draw(d):
    return d.sizes(2, 1, 7)
