"""One larger element is enough for `any`. Here all of them have to be larger."""


def all_greater(a: Tensor, b: Tensor) -> bool:
    return (a > b).any().item()
