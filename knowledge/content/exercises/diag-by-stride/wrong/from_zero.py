"""The strides are right, but it begins at the first element of the storage. `m` may begin later."""


def diag_view(m: Tensor) -> Tensor:
    return m.as_strided((len(m),), (m.stride(0) + m.stride(1),), 0)
