"""`contiguous()` copies whatever is not row-major, and the view is then one of the copy. Take the strides of `m` as they are."""


def diag_view(m: Tensor) -> Tensor:
    return m.contiguous().as_strided((len(m),), (len(m) + 1,))
