NAMED = {
    "plain": (torch.tensor([5.0, 8.0]), torch.tensor([2, 1]), 3),
    "a count of 0": (torch.tensor([1.5, 2.5, 3.5]), torch.tensor([1, 0, 3]), 4),
    "the first is 0": (torch.tensor([7.0, 8.0, 9.0]), torch.tensor([0, 2, 1]), 3),
    "the last is 0": (torch.tensor([7.0, 8.0, 9.0]), torch.tensor([2, 2, 0]), 4),
    "zeros in a row": (torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]), torch.tensor([0, 0, 2, 0, 1]), 3),
    "alone": (torch.tensor([2.0]), torch.tensor([4]), 4),
    "once each": (torch.tensor([4.0, 3.0, 2.0]), torch.tensor([1, 1, 1]), 3),
}


def draw(d):
    size = d.size(1, 6)
    counts = d.integers(size, low=0, high=3)
    counts[d.whole(0, size - 1)] += 1
    return d.floats(size), counts, int(counts.sum())
