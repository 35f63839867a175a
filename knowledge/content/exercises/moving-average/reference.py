def moving_average(x: Tensor, k: int) -> Tensor:
    return x.unfold(-1, k, 1).mean(-1)
