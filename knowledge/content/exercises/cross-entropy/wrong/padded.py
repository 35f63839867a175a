"""A small number inside of `log` keeps it finite, but wrong: a loss of 2000 becomes about 28, and the gradient is lost."""


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    p = logits.softmax(1)[torch.arange(len(y)), y]
    return -(p + 1e-12).log().mean()
