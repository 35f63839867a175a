"""The shape is right, but arithmetic made new memory for it. Indexing alone gives a view."""


def insert_axis(t: Tensor) -> Tensor:
    return t[..., None, :] * 1
