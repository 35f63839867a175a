"""What falls off the end is lost here, and zeros come in. It has to come in again at the front."""


def roll(v: Tensor, k: int) -> Tensor:
    return v[(arange(v.shape[0]) - k) % v.shape[0]] * (arange(v.shape[0]) >= k)
