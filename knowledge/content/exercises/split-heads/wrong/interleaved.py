"""Here head 0 gets every h-th feature. A head's features are neighbours: which of h and d is then the inner axis?"""


def split_heads(x: Tensor, h: int) -> Tensor:
    b, t, features = x.shape
    return x.reshape(b, t, features // h, h).permute(0, 3, 1, 2)
