_mask = torch.tensor([True, False, True])
NAMED = {
    "whole": (_mask, torch.tensor([1, 2, 3]), torch.tensor([-4, -5, -6])),
    "far apart": (_mask, torch.tensor([1.0, 2.0, 3e10]), torch.tensor([1e10, -3e10, 0.5])),
    "a column and a row": (_mask[:, None], torch.tensor([1.5, 2.5]), torch.tensor([[3.0, 4.0]])),
    "two dtypes": (_mask, torch.tensor([1, 2, 3]), torch.tensor([0.5, 1.5, 2.5])),
}


def draw(d):
    r, c = d.sizes(2, 1, 5)
    shapes = [(r, c), (r, c), (r, 1), (c,), (1, c)]
    cond = d.bools(*d.choice(shapes))
    a, b = d.integers(*d.choice(shapes)), d.integers(*d.choice(shapes))
    far = 1 if d.kind == "small" else d.choice((1, 10**8, 10**12))
    a, b = d.choice(((a, b * far), (a * far, b)))
    kinds = ((a, b), (a.float(), b.float()), (a.float(), b.float()), (a / 2, b), (a, b / 2))
    return cond, *d.choice(kinds)
