"""Rows and columns are swapped: the axis made by `[:, None]` counts rows. Say aloud which number stands on which side of
the comparison."""


def causal(n: int, k: int = 0) -> Tensor:
    i = torch.arange(n)
    return i[:, None] <= i + k
