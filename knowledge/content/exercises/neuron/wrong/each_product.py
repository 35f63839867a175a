"""ReLU is taken of each product here. A neuron sums first and then takes it once, of the whole."""


def neuron(x: list[float], w: list[float], b: float) -> float:
    return max(0.0, sum((max(0.0, value * weight) for value, weight in zip(x, w)), b))
