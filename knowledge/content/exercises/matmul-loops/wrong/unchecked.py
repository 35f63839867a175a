"""Matrices whose inner sizes differ get a result too: the loops read only as much of `b` as `a` has
columns. Compare the sizes first and raise `ValueError`."""


def matmul(a: Tensor, b: Tensor) -> Tensor:
    product = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype)
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            for p in range(a.shape[1]):
                product[i, j] += a[i, p] * b[p, j]
    return product
