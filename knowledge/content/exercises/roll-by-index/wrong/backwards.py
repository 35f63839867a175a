"""With the minus at the place number, the index runs backwards and turns the order around. Only the start is to move."""


def roll(v: Tensor, k: int) -> Tensor:
    return v[(k - arange(v.shape[0])) % v.shape[0]]
