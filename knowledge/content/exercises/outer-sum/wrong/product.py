"""An outer *product* multiplies each pair. Sums are wanted, laid out in the same way."""


def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    return torch.outer(a, b)
