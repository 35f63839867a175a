"""A group without values becomes nan, since 0 / 0 is nan. It is to give 0."""


def group_mean(v: Tensor, group: Tensor, g: int) -> Tensor:
    sums = torch.zeros(g, dtype=v.dtype).index_add(0, group, v)
    return sums / torch.bincount(group, minlength=g)
