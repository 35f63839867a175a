"""The weights of a neuron are a *row* of `W`; this reads a column. Square weights hide it."""


def dense(X: list, W: list, B: list) -> list:
    return [[sum(i * w for i, w in zip(sample, unit)) + bias for unit, bias in zip(zip(*W), B)] for sample in X]
