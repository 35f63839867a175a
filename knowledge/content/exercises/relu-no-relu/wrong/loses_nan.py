"""nan becomes 0 here: it is not larger than 0, so it is not copied. Ask which elements are to *change*."""


def relu(x: Tensor) -> Tensor:
    y = torch.zeros_like(x)
    y[x > 0] = x[x > 0]
    return y
