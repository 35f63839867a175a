"""Each sum is divided by the number of *all* values. Divide it by how many are in its own group."""


def group_mean(v: Tensor, group: Tensor, g: int) -> Tensor:
    sums = torch.zeros(g, dtype=v.dtype).index_add(0, group, v)
    return sums / max(len(v), 1)
