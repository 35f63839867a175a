NAMED = {
    "two": (0.0, 1.0, 2),
    "down": (3.0, -1.0, 5),
    "no way to go": (2.5, 2.5, 3),
    "thirds": (0.0, 1.0, 4),
}


def draw(d):
    if d.kind == "small":
        return float(d.whole(-3, 3)), float(d.whole(-3, 3)), d.size(2, 5)
    return d.whole(-80, 80) / 8, d.whole(-80, 80) / 8, d.size(2, 9)
