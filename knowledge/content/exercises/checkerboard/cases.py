NAMED = {"empty": (0,), "one": (1,), "even": (4,), "odd": (5,)}


def draw(d):
    return (d.size(0, 9),)
