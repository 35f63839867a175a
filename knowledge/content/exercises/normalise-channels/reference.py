def normalise(x: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    return (x - mean[:, None, None]) / std[:, None, None]
