"""Each tensor gets its new axis at the right place, but they are joined along the first one. Join along the axis you
made."""


def my_stack(ts: list[Tensor], d: int) -> Tensor:
    return torch.cat([t.unsqueeze(d) for t in ts])
