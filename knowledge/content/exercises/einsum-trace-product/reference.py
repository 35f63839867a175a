def trace_product(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ij,ji->", a, b)
