"""The rows are normalised, but `w` and `b` have no part in it."""


def layer_norm(x, w, b, eps=1e-5) -> Tensor:
    centred = x - x.mean(-1, keepdim=True)
    return centred / (centred.square().mean(-1, keepdim=True) + eps).sqrt()
