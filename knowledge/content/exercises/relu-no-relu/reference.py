def relu(x: Tensor) -> Tensor:
    y = x.clone()
    y[x < 0] = 0
    return y
