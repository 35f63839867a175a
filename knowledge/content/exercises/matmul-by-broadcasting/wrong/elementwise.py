"""`a * b` multiplies element by element. For every pair of a row and a column you need a new axis first."""


def matmul(a: Tensor, b: Tensor) -> Tensor:
    return a * b
