"""Weights of later steps are set to 0 after the softmax, so the weights that are left do not sum to 1.
Mask the scores before it."""


def attention(q, k, v, causal: bool = False) -> Tensor:
    weights = (q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])).softmax(-1)
    return (weights.tril() if causal else weights) @ v
