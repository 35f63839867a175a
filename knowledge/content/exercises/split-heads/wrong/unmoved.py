"""The features are split well, but the steps still come before the heads: this is (b, t, h, d)."""


def split_heads(x: Tensor, h: int) -> Tensor:
    b, t, features = x.shape
    return x.reshape(b, t, h, features // h)
