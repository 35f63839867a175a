def one_hot(y: Tensor, c: int) -> Tensor:
    return (y[..., None] == torch.arange(c)).long()
