def pick(t: Tensor, idx: Tensor) -> Tensor:
    return t[torch.arange(len(idx)), idx]
