"""The pattern is right, but it begins with 1: the top left corner has to be 0."""


def checkerboard(n: int) -> Tensor:
    numbers = torch.arange(n)
    return (numbers[:, None] + numbers + 1) % 2
