"""The pattern is right, but it holds ones and zeros. A mask is `bool`, and that is what a comparison gives."""


def causal(n: int, k: int = 0) -> Tensor:
    i = torch.arange(n)
    return (i <= i[:, None] + k).long()
