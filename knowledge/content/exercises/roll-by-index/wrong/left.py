"""This rotates to the left. The index says from where an element *comes*: is that in front of its place, or behind it?"""


def roll(v: Tensor, k: int) -> Tensor:
    return v[(arange(v.shape[0]) + k) % v.shape[0]]
