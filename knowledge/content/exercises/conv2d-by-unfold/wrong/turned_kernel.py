"""Rows and columns of the kernel are swapped on the way: patches and weights have to be flattened in the same order."""


def conv2d(x: Tensor, w: Tensor) -> Tensor:
    n, _, height, width = x.shape
    o, _, k, _ = w.shape
    out = w.mT.flatten(1) @ F.unfold(x, k)
    return out.reshape(n, o, height - k + 1, width - k + 1)
