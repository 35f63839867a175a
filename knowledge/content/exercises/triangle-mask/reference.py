def causal(n: int, k: int = 0) -> Tensor:
    i = torch.arange(n)
    return i <= i[:, None] + k
