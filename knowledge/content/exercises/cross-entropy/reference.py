def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    logp = logits.log_softmax(1)
    return -logp[torch.arange(len(y)), y].mean()
