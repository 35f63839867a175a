"""Each total stops one short: element i has to count `v[i]` as well."""


def cumsum(v: Tensor) -> Tensor:
    return (arange(v.shape[0])[:, None] > arange(v.shape[0])) * 1.0 @ v
