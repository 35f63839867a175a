"""The loss is right, but no gradient reaches the logits: nothing would be learned from it."""


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    logp = logits.detach().log_softmax(1)
    return -logp[torch.arange(len(y)), y].mean()
