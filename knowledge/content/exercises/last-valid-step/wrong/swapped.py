"""The first index counts sequences, the second steps: here they are swapped, which is silent where b equals t."""


def last_step(x: Tensor, lengths: Tensor) -> Tensor:
    return x[lengths - 1, torch.arange(len(x))]
