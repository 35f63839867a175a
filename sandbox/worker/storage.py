"""Whether a tensor's numbers are in memory: a storage may be let go of, or cut, below its tensors.

Torch reads on all the same, which ends the process.
"""

from typing import Any, Final

import torch

from sandbox.worker import bare
from sandbox.worker.attempt import attempt

_STRIDED: Final = torch.strided
# Several of them in a byte.
_PACKED: Final = (torch.quint4x2, torch.quint2x4)


def _reach(tensor: Any) -> int:
    """How many places from its first to its last."""
    if bare.is_contiguous(tensor):
        return int(bare.numel(tensor))
    steps = zip(bare.shape(tensor), bare.stride(tensor), strict=True)
    return int(1 + sum((size - 1) * stride for size, stride in steps))


def _fits(tensor: Any) -> bool:
    # A subclass or a mode of the learner's must not hear that we look.
    with torch._C.DisableTorchFunction():  # noqa: SLF001
        if bare.layout(tensor) is not _STRIDED or not bare.numel(tensor):
            return True
        needed = (bare.storage_offset(tensor) + _reach(tensor)) * bare.itemsize(tensor)
        fits: bool = needed <= bare.storage_bytes(bare.untyped_storage(tensor))
        return fits or bare.is_meta(tensor) or bare.dtype(tensor) in _PACKED


def is_there(tensor: torch.Tensor) -> bool:
    """Whether a tensor is safe to read; without any storage it is, torch takes care of that."""
    return attempt(lambda: _fits(tensor)) is not False
