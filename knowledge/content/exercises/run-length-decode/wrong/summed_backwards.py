"""The triangle is turned over: it sums the counts from each one to the *end*. A run ends after itself and those before."""


def decode(v: Tensor, counts: Tensor, n: int) -> Tensor:
    return v[
        (counts @ where(arange(v.shape[0])[:, None] >= arange(v.shape[0]), 1, 0) <= arange(n)[:, None])
        * 1
        @ (arange(v.shape[0]) * 0 + 1)
    ]
