"""Multiplying by the mask makes nan of -inf, since infinity times 0 is nan. Replace the elements instead."""


def relu(x: Tensor) -> Tensor:
    return x * (x > 0)
