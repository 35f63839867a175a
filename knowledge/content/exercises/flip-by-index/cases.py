NAMED = {
    "one": (torch.tensor([7]),),
    "two": (torch.tensor([1.5, -2.0]),),
    "three": (torch.tensor([1, 2, 3]),),
    "empty": (torch.zeros(0),),
}


def draw(d):
    n = d.size(0, 8)
    return (d.floats(n) if d.whole(0, 1) else d.integers(n),)
