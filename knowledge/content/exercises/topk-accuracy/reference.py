def topk_accuracy(logits: Tensor, y: Tensor, k: int) -> float:
    guesses = logits.topk(k, dim=1).indices
    return (guesses == y[:, None]).any(1).float().mean().item()
