"""`var` divides by n - 1 by itself, and by 0 where the axis has one element. Layer norm takes the plain mean of squared
deviations."""


def layer_norm(x, w, b, eps=1e-5) -> Tensor:
    return (x - x.mean(-1, keepdim=True)) / (x.var(-1, keepdim=True) + eps).sqrt() * w + b
