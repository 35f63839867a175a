"""`k` moves the border the other way: it belongs to the row number, with a plus."""


def causal(n: int, k: int = 0) -> Tensor:
    i = torch.arange(n)
    return i + k <= i[:, None]
