"""Whether a tensor's numbers are in memory: a storage may be let go of, or cut, below its tensors.

Torch reads on all the same, which ends the process.
"""

from typing import Any, Final

import torch

from sandbox.worker.attempt import attempt

# Of the classes in C, which nobody can change; a subclass would be asked for what it makes of them.
_TENSOR: Final = vars(torch._C.TensorBase)  # noqa: SLF001
_COUNT, _IS_CONTIGUOUS = _TENSOR["numel"], _TENSOR["is_contiguous"]
_OFFSET, _STRIDE, _STORAGE = (
    _TENSOR[name] for name in ("storage_offset", "stride", "untyped_storage")
)
_LAYOUT, _SHAPE, _ITEM_BYTES = (_TENSOR[name].__get__ for name in ("layout", "shape", "itemsize"))
_IS_META, _DTYPE = (_TENSOR[name].__get__ for name in ("is_meta", "dtype"))
_BYTES: Final = vars(torch._C.StorageBase)["nbytes"]  # noqa: SLF001
# Several of them in a byte.
_PACKED: Final = (torch.quint4x2, torch.quint2x4)


def _reach(tensor: Any) -> int:
    """How many places from its first to its last."""
    if _IS_CONTIGUOUS(tensor):
        return int(_COUNT(tensor))
    steps = zip(_SHAPE(tensor), _STRIDE(tensor), strict=True)
    return int(1 + sum((size - 1) * stride for size, stride in steps))


def _fits(tensor: Any) -> bool:
    # A subclass or a mode of the learner's must not hear that we look.
    with torch._C.DisableTorchFunction():  # noqa: SLF001
        if _LAYOUT(tensor) is not torch.strided or not _COUNT(tensor):
            return True
        needed = (_OFFSET(tensor) + _reach(tensor)) * _ITEM_BYTES(tensor)
        fits: bool = needed <= _BYTES(_STORAGE(tensor))
        return fits or _IS_META(tensor) or _DTYPE(tensor) in _PACKED


def is_there(tensor: torch.Tensor) -> bool:
    """Whether a tensor is safe to read; without any storage it is, torch takes care of that."""
    return attempt(lambda: _fits(tensor)) is not False
