_scores = torch.tensor([[1.0, 3.0, 2.0], [4.0, -1.0, 0.0], [0.5, 0.0, 2.5]])
NAMED = {
    "all right": (_scores, torch.tensor([1, 0, 2])),
    "all wrong": (_scores, torch.tensor([0, 2, 1])),
    "two thirds": (_scores, torch.tensor([1, 0, 0], dtype=torch.int32)),
    "one row": (torch.tensor([[-2.0, -1.0]]), torch.tensor([1])),
}


def draw(d):
    n, c = d.sizes(2, 1, 6)
    # No row holds a number twice.
    logits = torch.rand(n, c, generator=d.torch).argsort(1).float() - d.whole(0, c)
    right = logits.argmax(1)
    labels = torch.where(d.bools(n), right, d.integers(n, low=0, high=c - 1))
    return logits, labels.to(d.choice((torch.int64, torch.int32)))
