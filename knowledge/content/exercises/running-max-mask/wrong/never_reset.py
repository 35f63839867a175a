"""This counts all False places so far. The count has to begin anew at every True."""


def since_true(b: Tensor) -> Tensor:
    return torch.where(b, 0, (~b).cumsum(0))
