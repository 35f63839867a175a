"""The kernel is flipped here, as mathematicians' convolution has it. In deep learning it is laid on the patch as it is."""


def conv2d(x: Tensor, w: Tensor) -> Tensor:
    n, _, height, width = x.shape
    o, _, k, _ = w.shape
    out = w.flip(-1, -2).flatten(1) @ F.unfold(x, k)
    return out.reshape(n, o, height - k + 1, width - k + 1)
