"""This pairs rows of `a` with rows of `b`. A cell needs a row of `a` and a *column* of `b`: which index
of `b` should run along?"""


def matmul(a: Tensor, b: Tensor) -> Tensor:
    if a.shape[1] != b.shape[0]:
        raise ValueError("the inner sizes differ")
    product = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype)
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            for p in range(a.shape[1]):
                product[i, j] += a[i, p] * b[j, p]
    return product
