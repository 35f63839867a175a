"""One place too many is taken from `v`: its last element is at `v.shape[0] - 1`."""


def fit(v: Tensor, n: int) -> Tensor:
    return where(arange(n) <= v.shape[0], v[arange(n) % v.shape[0]], 0)
