"""The border is missing: "at most" includes being equal, so with `k = 0` the diagonal is True."""


def causal(n: int, k: int = 0) -> Tensor:
    i = torch.arange(n)
    return i < i[:, None] + k
