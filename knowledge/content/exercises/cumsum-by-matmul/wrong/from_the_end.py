"""The mask is transposed: element i adds what stands from i to the end. Which columns belong to row i?"""


def cumsum(v: Tensor) -> Tensor:
    return (arange(v.shape[0])[:, None] <= arange(v.shape[0])) * 1.0 @ v
