"""The count of True is compared with the size of `a`, but where shapes broadcast there are more pairs than that.
Ask the mask itself."""


def all_greater(a: Tensor, b: Tensor) -> bool:
    return (a > b).sum().item() == a.numel()
