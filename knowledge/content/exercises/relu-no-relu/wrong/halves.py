"""`(x + |x|) / 2` makes floats of integers, and nan of -inf plus inf."""


def relu(x: Tensor) -> Tensor:
    return (x + x.abs()) / 2
