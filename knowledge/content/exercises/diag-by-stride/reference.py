def diag_view(m: Tensor) -> Tensor:
    return m.as_strided((len(m),), (m.stride(0) + m.stride(1),))
