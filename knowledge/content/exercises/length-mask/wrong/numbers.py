"""The pattern is right, but these are numbers. Leave the comparison as it is: it gives `bool`."""


def length_mask(lengths: Tensor, m: int) -> Tensor:
    return (torch.arange(m) < lengths[:, None]).float()
