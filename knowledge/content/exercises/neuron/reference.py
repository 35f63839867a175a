def neuron(x: list[float], w: list[float], b: float) -> float:
    total = b
    for value, weight in zip(x, w):
        total += value * weight
    return max(0.0, total)
