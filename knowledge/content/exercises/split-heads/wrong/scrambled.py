"""The shape is right and the contents are scrambled: `reshape` never moves one axis past another, it deals the elements out in
reading order. Split the last axis first, and move h as a step of its own."""


def split_heads(x: Tensor, h: int) -> Tensor:
    b, t, features = x.shape
    return x.reshape(b, h, t, features // h)
