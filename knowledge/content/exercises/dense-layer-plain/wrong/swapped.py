"""Rows and columns are swapped: there is one row for each neuron. The outer loop has to go through samples."""


def dense(X: list, W: list, B: list) -> list:
    return [[sum(i * w for i, w in zip(sample, unit)) + bias for sample in X] for unit, bias in zip(W, B)]
