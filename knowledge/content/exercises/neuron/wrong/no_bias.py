"""The bias is left out: it is added to the sum before the activation."""


def neuron(x: list[float], w: list[float], b: float) -> float:
    return max(0.0, sum((value * weight for value, weight in zip(x, w)), 0.0))
