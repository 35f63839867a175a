"""What a tensor is and does by torch's classes in C, which nobody can change.

One assignment gives `torch.Tensor` another shape to tell, and a subclass would be asked for what it
makes of itself. Each is looked up once: every run waits for what is asked here.
"""

from typing import Any, Final

import torch

_OF_TENSORS: Final = vars(torch._C.TensorBase)  # noqa: SLF001
_OF_STORAGES: Final = vars(torch._C.StorageBase)  # noqa: SLF001


def _part(name: str) -> Any:
    return _OF_TENSORS[name].__get__


shape, dtype, device, layout = map(_part, ("shape", "dtype", "device", "layout"))
itemsize, nbytes, requires_grad = map(_part, ("itemsize", "nbytes", "requires_grad"))
is_meta, is_quantized = map(_part, ("is_meta", "is_quantized"))

dim, numel, stride, storage_offset, is_contiguous, is_complex, is_floating_point = (
    _OF_TENSORS[name]
    for name in (
        *("dim", "numel", "stride", "storage_offset"),
        *("is_contiguous", "is_complex", "is_floating_point"),
    )
)
detach, to, dequantize, tolist, item, numpy, part = (
    _OF_TENSORS[name]
    for name in ("detach", "to", "dequantize", "tolist", "item", "numpy", "__getitem__")
)
aminmax, mean, std, isnan, total = (
    _OF_TENSORS[name] for name in ("aminmax", "mean", "std", "isnan", "sum")
)

untyped_storage: Final = _OF_TENSORS["untyped_storage"]
data_ptr, storage_bytes = (_OF_STORAGES[name] for name in ("data_ptr", "nbytes"))
