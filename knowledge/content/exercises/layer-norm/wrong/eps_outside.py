"""`eps` is added to the root here. It belongs under it, to the variance, where it counts for more in rows of small
spread."""


def layer_norm(x, w, b, eps=1e-5) -> Tensor:
    centred = x - x.mean(-1, keepdim=True)
    return centred / (centred.square().mean(-1, keepdim=True).sqrt() + eps) * w + b
