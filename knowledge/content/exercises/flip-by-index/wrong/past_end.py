"""The indices begin with n, and there is no such element: the last one has the number n - 1."""


def flip(v: Tensor) -> Tensor:
    return v[v.shape[0] - arange(v.shape[0])]
