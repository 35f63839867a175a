def row_dot(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ij,ij->i", a, b)
