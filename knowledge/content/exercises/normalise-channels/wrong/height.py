"""With one axis of size 1 behind them the numbers meet the height. There are two axes behind the channels."""


def normalise(x: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    return (x - mean[:, None]) / std[:, None]
