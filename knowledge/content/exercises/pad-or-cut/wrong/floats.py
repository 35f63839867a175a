"""A zero written as `0.0` makes floats of integers. The dtype of `v` has to stay."""


def fit(v: Tensor, n: int) -> Tensor:
    return where(arange(n) < v.shape[0], v[arange(n) % v.shape[0]], 0.0)
