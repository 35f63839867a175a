"""The counts themselves are compared with the places. Where a run ends depends on all runs before it, too."""


def decode(v: Tensor, counts: Tensor, n: int) -> Tensor:
    return v[(counts <= arange(n)[:, None]) * 1 @ (arange(v.shape[0]) * 0 + 1)]
