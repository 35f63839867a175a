"""The number is right, but the whole (n, n) product is made for the sake of its diagonal. One einsum can go
straight to the sum."""


def trace_product(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ii->", torch.einsum("ij,jk->ik", a, b))
