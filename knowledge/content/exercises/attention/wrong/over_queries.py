"""The softmax runs over queries. Each *query* shares out its weights among the keys, so its row has to sum to 1."""


def attention(q, k, v, causal: bool = False) -> Tensor:
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if causal:
        seen = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
        scores = scores.masked_fill(~seen, -math.inf)
    return scores.softmax(-2) @ v
