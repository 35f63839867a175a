def split_heads(x: Tensor, h: int) -> Tensor:
    b, t, features = x.shape
    return x.reshape(b, t, h, features // h).transpose(1, 2)
