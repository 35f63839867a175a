"""The image is padded with zeros, so that the result is larger. Only patches that lie wholly within the image count."""


def conv2d(x: Tensor, w: Tensor) -> Tensor:
    n, _, height, width = x.shape
    o, _, k, _ = w.shape
    edge = k // 2
    out = w.flatten(1) @ F.unfold(x, k, padding=edge)
    return out.reshape(n, o, height + 2 * edge - k + 1, width + 2 * edge - k + 1)
