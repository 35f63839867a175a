"""A letter for the batch works for exactly one leading axis; here there may be none, one or two, and they
broadcast."""


def matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("bik,bkj->bij", a, b)
