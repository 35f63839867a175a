"""Where a numpy array's numbers are: it may be a view of another's, and only its owner knows.

It runs in the sandbox before `looking.py`, by the rules of `tutor.sent`.
"""

import ctypes
import math
import sys
from typing import Any, NamedTuple


class Memory(NamedTuple):
    """A stretch of memory, and what keeps it from being given out again."""

    start: int
    nbytes: int
    keeper: Any


def is_array(value: Any) -> bool:
    """Whether it has strides; a scalar of numpy's has none and is always a copy."""
    return isinstance(value, getattr(sys.modules.get("numpy"), "ndarray", ()))


def memory_of(array: Any, torch: Any) -> Memory:
    """What the array walks over, all of it: that of the array or tensor at the end of its bases."""
    owner, base = array, array.base
    while base is not None:
        if isinstance(base, torch.Tensor):
            storage = base.untyped_storage()
            return Memory(storage.data_ptr(), storage.nbytes(), base)
        owner = base if is_array(base) else owner
        # What as_strided puts between a view and its array is no array, and has a base.
        base = getattr(base, "base", None)
    return _reach(owner)


def _reach(array: Any) -> Memory:
    """From its first byte to its last; an array that owns its memory leaves no gaps."""
    start = address(array)
    if array.size == 0:
        return Memory(start, 0, array)
    steps = [(size - 1) * stride for size, stride in zip(array.shape, array.strides, strict=True)]
    lowest = sum(min(0, step) for step in steps)
    highest = sum(max(0, step) for step in steps)
    return Memory(start + lowest, highest - lowest + array.itemsize, array)


def address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])


def in_elements(array: Any, memory: Memory) -> tuple[int, list[int]]:
    """Where it begins, and its strides; bytes that make no whole elements are refused."""
    size = math.prod(array.shape)
    offset = address(array) - memory.start if size else 0
    if any(number % array.itemsize for number in (offset, *array.strides)):
        raise ValueError("no whole number of elements from one to the next")
    return offset // array.itemsize, [stride // array.itemsize for stride in array.strides]


def stored(memory: Memory, like: Any, torch: Any) -> Any:
    """The numbers in that memory, in the order in which they lie there; of the dtype of `like`."""
    size = memory.nbytes // like.element_size()
    if size == 0:
        return like.new_empty(0)
    content = ctypes.string_at(memory.start, size * like.element_size())
    return torch.frombuffer(bytearray(content), dtype=like.dtype)
