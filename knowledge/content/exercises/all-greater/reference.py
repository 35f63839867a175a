def all_greater(a: Tensor, b: Tensor) -> bool:
    return (a > b).all().item()
