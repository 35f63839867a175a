NAMED = {
    "one": (torch.tensor([2.5]),),
    "negative": (torch.tensor([-1.0, -2.0, 3.0]),),
    "two": (torch.tensor([1.0, 10.0]),),
    "empty": (torch.zeros(0),),
}


def draw(d):
    return (d.floats(d.size(0, 8)),)
