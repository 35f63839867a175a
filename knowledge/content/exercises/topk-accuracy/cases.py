NAMED = {
    "k is 1": (torch.tensor([[0.1, 0.9], [0.8, 0.2]]), torch.tensor([1, 1]), 1),
    "k is c": (torch.tensor([[0.1, 0.9, 0.3], [0.8, 0.2, 0.1]]), torch.tensor([0, 2]), 3),
    "second guess": (torch.tensor([[1.0, 3.0, 2.0]]), torch.tensor([2]), 2),
    "all wrong": (torch.tensor([[1.0, 3.0, 2.0], [3.0, 2.0, 1.0]]), torch.tensor([0, 2]), 2),
    "n is k": (torch.tensor([[1.0, 3.0, 2.0], [3.0, 2.0, 1.0]]), torch.tensor([2, 0]), 2),
}


def draw(d):
    n, c = d.sizes(2, 1, 6)
    ranks = torch.rand(n, c, generator=d.torch).argsort(1)
    return ranks.float() - 2, d.integers(n, low=0, high=c - 1), d.whole(1, c)
