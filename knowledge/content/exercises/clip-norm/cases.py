NAMED = {
    "all zero": ([torch.zeros(3), torch.zeros(2, 2)], 1.0),
    "exactly c": ([torch.tensor([0.0, 3.0]), torch.tensor([[4.0, 0.0], [0.0, 0.0]])], 5.0),
    "exactly c of three": ([torch.tensor(-3.0), torch.tensor([0.0, 4.0]), torch.tensor([[-12.0]])], 13.0),
    "far above": ([torch.tensor([300.0, 400.0])], 1.0),
    "each below, all above": ([torch.tensor([3.0]), torch.tensor([4.0])], 4.5),
    "one is small": ([torch.tensor([0.5]), torch.tensor([6.0, 8.0])], 5.0),
}


def draw(d):
    grads = [d.floats(*d.sizes(3, 1, 4)[: d.whole(0, 3)]) for _ in range(d.whole(1, 3))]
    norm = sum(float(g.square().sum()) for g in grads) ** 0.5
    return grads, d.choice((0.25, 0.75, 2.0)) * norm if norm else 1.0
