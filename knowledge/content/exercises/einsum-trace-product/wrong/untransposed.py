"""`'ij,ij->'` multiplies elements at the same place. On the diagonal of a product `a[i, j]` meets `b[j, i]`;
square inputs hide the difference."""


def trace_product(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ij,ij->", a, b)
