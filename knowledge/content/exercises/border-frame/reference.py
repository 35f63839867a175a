def frame(h: int, w: int) -> Tensor:
    t = torch.ones(h, w)
    t[1:-1, 1:-1] = 0
    return t
