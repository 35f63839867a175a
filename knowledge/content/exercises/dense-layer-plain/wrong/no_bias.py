"""The products are right, but each neuron's bias is missing."""


def dense(X: list, W: list, B: list) -> list:
    return [[sum(i * w for i, w in zip(sample, unit)) for unit in W] for sample in X]
