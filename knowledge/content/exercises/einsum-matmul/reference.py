def matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("...ik,...kj->...ij", a, b)
