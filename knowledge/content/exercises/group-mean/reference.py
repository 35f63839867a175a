def group_mean(v: Tensor, group: Tensor, g: int) -> Tensor:
    sums = torch.zeros(g, dtype=v.dtype).index_add(0, group, v)
    return sums / torch.bincount(group, minlength=g).clamp(min=1)
