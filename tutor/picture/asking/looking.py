"""The program that looks at tensors for a picture: it runs in the sandbox, after a learner's lines.

It comes behind `memory.py`, by the rules of `tutor.sent_programs`.
"""

import ctypes
import json
import math
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

# Where a numpy array's numbers are: it may be a view of another's, and only its owner knows.
#
# It runs in the sandbox before `looking.py`, by the rules of `tutor.sent_programs`.


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


MOST_VALUES = 64
MOST_STORED = 48
MOST_ITEMS = 6
MOST_ARGUMENTS = 16
FEW_VALUES = 3
MOST_CHARACTERS = 8_000
LARGEST_INTEGER = 2**64
TEXT_CHARACTERS = 100
MESSAGE_CHARACTERS = 600

Json = dict[str, Any]


class Report(str):
    """A text whose representation is itself, so that it arrives as the value of the run."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Looking:
    """Describes values; two tensors of one storage get the same number for it."""

    def __init__(self, torch: Any, *, values: bool) -> None:
        self._torch = torch
        self._values = values
        self._storages: dict[int, int] = {}
        # Memory that is let go of is given out again, and would look shared.
        self._kept: list[Any] = []

    def fact(self, value: Any) -> Json:
        """What is known of any value; whatever can't be looked at is opaque."""
        try:
            return self._fact(value)
        except Exception:
            return _opaque(value)

    def _fact(self, value: Any) -> Json:
        if isinstance(value, self._torch.Tensor):
            return self._tensor(value)
        if type(value).__module__ == "numpy" and hasattr(value, "__array__"):
            return self._of_numpy(value)
        if value is None or isinstance(value, (bool, int, float)):
            return {"kind": "plain", "value": value if value is None else _number(value)}
        if isinstance(value, str):
            return {"kind": "plain", "value": value[:TEXT_CHARACTERS]}
        if isinstance(value, (tuple, list)) and 0 < len(value) <= MOST_ARGUMENTS:
            return self._row(value)
        return _opaque(value)

    def _row(self, values: Sequence[Any]) -> Json:
        if all(type(each) is int for each in values):
            return {"kind": "plain", "value": list(values)}
        if all(isinstance(each, self._torch.Tensor) or is_array(each) for each in values):
            # Of what several walk over, no picture shows the storage.
            items = [{**self._fact(each), "stored": None} for each in values[:MOST_ITEMS]]
            return {"kind": "many", "items": items, "count": len(values)}
        return _opaque(values)

    def _tensor(self, tensor: Any) -> Json:
        tensor = tensor.detach()
        self._kept.append(tensor)
        storage = tensor.untyped_storage()
        size = storage.nbytes() // tensor.element_size()
        # What is conjugated or negated as it is read has other numbers in its storage.
        plain = not tensor.is_conj() and not tensor.is_neg()
        shown = self._values and size <= MOST_STORED and plain
        return self._told(
            tensor,
            {
                "stride": list(tensor.stride()),
                "offset": tensor.storage_offset(),
                "storage": self._named(storage.data_ptr()),
                "storage_size": size,
                "contiguous": tensor.is_contiguous(),
                "stored": numbers(tensor.as_strided((size,), (1,), 0)) if shown else None,
            },
        )

    def _of_numpy(self, value: Any) -> Json:
        """A scalar of numpy's is a copy of its own."""
        return self._array(value if is_array(value) else value.__array__().copy())

    def _array(self, array: Any) -> Json:
        """Its values by way of a copy; its storage is that of the array that owns the memory."""
        memory = memory_of(array, self._torch)
        self._kept.append(memory.keeper)
        offset, strides = in_elements(array, memory)
        size = memory.nbytes // array.itemsize
        tensor = self._torch.as_tensor(array.copy())
        shown = self._values and size <= MOST_STORED
        return self._told(
            tensor,
            {
                "stride": strides,
                "offset": offset,
                "storage": self._named(memory.start),
                "storage_size": size,
                "contiguous": bool(array.flags.c_contiguous),
                "stored": numbers(stored(memory, tensor, self._torch)) if shown else None,
            },
        )

    def _told(self, tensor: Any, where: Json) -> Json:
        few = self._values and tensor.numel() <= MOST_VALUES
        return {
            "kind": "tensor",
            "shape": list(tensor.shape),
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "values": numbers(tensor.flatten()) if few else None,
            **where,
        }

    def _named(self, address: int) -> int:
        return self._storages.setdefault(address, len(self._storages))


def numbers(line: Any) -> list[Any]:
    return [_number(value) for value in line.tolist()]


def _number(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value):
        # All that a float32 has; what is not whole must not become so.
        short = float(f"{value:.9g}")
        return value if short.is_integer() else short
    if isinstance(value, (bool, int)) and abs(value) < LARGEST_INTEGER:
        return value
    if isinstance(value, complex):
        return f"{value.real:.3g}{value.imag:+.3g}j"
    return str(value)[:16]


def _opaque(value: Any) -> Json:
    return {"kind": "opaque", "type": type(value).__name__[:60]}


def clash(error: Exception) -> Json:
    try:
        message = str(error)
    except Exception:
        message = ""
    return {"type": type(error).__name__[:60], "message": message[:MESSAGE_CHARACTERS]}


def written(facts: Json) -> str:
    """As JSON without spaces: every character is counted."""
    return json.dumps(facts, separators=(",", ":"))


def report(names: dict[str, Any], parts: Sequence[tuple[str, str]], result: str, torch: Any) -> str:
    """Make the parts, look at them, do the operation, look at what came out.

    The parts are looked at first: the operation may change them in place.
    """
    for number, (name, source) in enumerate(parts):
        try:
            names[name] = eval(source, names)
        except Exception as error:
            return Report(json.dumps({"failed_part": number, "clash": clash(error)}))
    whole, brief = Looking(torch, values=True), Looking(torch, values=False)
    values = [names[name] for name, _ in parts]
    found = [[look.fact(value) for value in values] for look in (whole, brief)]
    try:
        outcome = eval(result, names)
    except Exception as error:
        ends = [{"clash": clash(error)}] * 2
    else:
        ends = [{"outcome": look.fact(outcome)} for look in (whole, brief)]
    texts = [written({"parts": p, **end}) for p, end in zip(found, ends, strict=True)]
    return Report(next((text for text in texts if len(text) <= MOST_CHARACTERS), "{}"))
