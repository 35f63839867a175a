"""`cat` alone makes no new axis, it makes an old one longer. Each tensor needs an axis of size 1 first."""


def my_stack(ts: list[Tensor], d: int) -> Tensor:
    return torch.cat(ts, d)
