NAMED = {
    "none": (torch.tensor([False, False, False]),),
    "all": (torch.tensor([True, True, True]),),
    "late": (torch.tensor([False, False, True, False, True, False, False]),),
    "one": (torch.tensor([True]),),
}


def draw(d):
    return (torch.rand(d.size(d.choice((1, 4)), 9), generator=d.torch) < d.choice((0.2, 0.5, 0.8)),)
