"""A row of equal values has no spread: 0 divided by 0 gives nan. Such rows need a case of their own."""


def standardise(m: Tensor) -> Tensor:
    return (m - m.mean(1, keepdim=True)) / m.std(1, correction=0, keepdim=True)
