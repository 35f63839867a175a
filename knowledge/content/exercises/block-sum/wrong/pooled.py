"""Pooling goes through means of floats, so whole numbers come back as floats. A plain sum keeps the dtype."""


def block_sum(m: Tensor, k: int) -> Tensor:
    return F.avg_pool2d(m[None].float(), k)[0] * k**2
