"""This gives every element the same number of places. What do the counts say?"""


def decode(v: Tensor, counts: Tensor, n: int) -> Tensor:
    return v[arange(n) * v.shape[0] // n]
