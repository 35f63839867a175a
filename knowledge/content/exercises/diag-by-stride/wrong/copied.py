"""The right elements, but in memory of their own: writing to them would not reach `m`."""


def diag_view(m: Tensor) -> Tensor:
    return m.as_strided((len(m),), (m.stride(0) + m.stride(1),)).clone()
