"""The pattern is right, but the numbers are floats: the board is to hold `int64`."""


def checkerboard(n: int) -> Tensor:
    numbers = torch.arange(n)
    return ((numbers[:, None] + numbers) % 2).float()
