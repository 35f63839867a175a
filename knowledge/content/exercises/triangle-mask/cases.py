NAMED = {
    "left out": (4,),
    "below": (4, -1),
    "diagonal": (3, 0),
    "above": (5, 2),
    "one": (1, 0),
    "one, none": (1, -1),
    "all": (3, 7),
    "nothing": (3, -4),
}


def draw(d):
    n = d.size(1, 7)
    return n, d.whole(-n, n)
