"""With both letters kept nothing is summed: this only multiplies element by element."""


def row_dot(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ij,ij->ij", a, b)
