def checkerboard(n: int) -> Tensor:
    numbers = torch.arange(n)
    return (numbers[:, None] + numbers) % 2
