"""One mean and one variance for the whole tensor: every row along the last axis needs its own."""


def layer_norm(x, w, b, eps=1e-5) -> Tensor:
    centred = x - x.mean()
    return centred / (centred.square().mean() + eps).sqrt() * w + b
