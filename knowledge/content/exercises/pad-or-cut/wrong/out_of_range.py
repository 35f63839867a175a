"""`where` computes both branches for all places, so `v` is asked for elements it does not have. The index has to stay in
range, also where its element is not used."""


def fit(v: Tensor, n: int) -> Tensor:
    return where(arange(n) < v.shape[0], v[arange(n)], 0)
