"""The means are right, but always `float32`: `float64` values are to give `float64` means."""


def group_mean(v: Tensor, group: Tensor, g: int) -> Tensor:
    sums = torch.zeros(g).index_add(0, group, v.float())
    return sums / torch.bincount(group, minlength=g).clamp(min=1)
