"""The new axis is always the first here, whatever `d` says."""


def my_stack(ts: list[Tensor], d: int) -> Tensor:
    return torch.cat([t[None] for t in ts])
