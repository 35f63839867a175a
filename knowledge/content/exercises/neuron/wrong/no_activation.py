"""The sum is right, but a negative one is returned as it is: the activation is missing."""


def neuron(x: list[float], w: list[float], b: float) -> float:
    return sum((value * weight for value, weight in zip(x, w)), b)
