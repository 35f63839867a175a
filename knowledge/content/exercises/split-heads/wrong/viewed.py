"""`view` never copies, so it refuses some inputs that are not contiguous. There is a sibling that copies where it must."""


def split_heads(x: Tensor, h: int) -> Tensor:
    b, t, features = x.shape
    return x.view(-1, h, features // h).view(b, t, h, features // h).transpose(1, 2)
