"""The arrays of matching by what their numbers are, and dataclasses of them as bytes. Pure."""

import json
from dataclasses import fields, is_dataclass
from math import prod
from typing import Any, TypeVar, get_type_hints

import numpy as np
import numpy.typing as npt

T = TypeVar("T")

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
# Of entries, or of rows, by where they stand among all.
Places = npt.NDArray[np.intp]
Booleans = npt.NDArray[np.bool_]
# Unit vectors as they are kept, in whole steps: a quarter of the room, and a cosine moves by some
# thousandths either way, which no exam notices. Finer ones would be less well compressed.
Steps = npt.NDArray[np.int8]
_STEPS = np.float32(64)


def in_steps(vectors: Floats) -> Steps:
    """Round unit vectors to steps."""
    found: Steps = np.rint(vectors * _STEPS).astype(np.int8)
    return found


def from_steps(steps: Steps) -> Floats:
    """Return the vectors: to make their lengths one again would pull all cosines down."""
    return steps.astype(np.float32) / _STEPS


# Arrays begin where a processor likes them to.
_ALIGNED = 64
_LENGTH_BYTES = 8


def packed(value: object) -> bytes:
    """Write an array, what JSON has beside lists, or a dataclass of such values."""
    body = bytearray()
    header = json.dumps(_plain(value, body)).encode()
    header += b" " * (-(_LENGTH_BYTES + len(header)) % _ALIGNED)
    return len(header).to_bytes(_LENGTH_BYTES, "little") + header + body


def unpacked(kind: type[T], data: bytes) -> T:
    """Read a value of that kind; its arrays are views of `data`."""
    start = _LENGTH_BYTES + int.from_bytes(data[:_LENGTH_BYTES], "little")
    found: T = _restored(kind, json.loads(data[_LENGTH_BYTES:start]), memoryview(data)[start:])
    return found


def _plain(value: Any, body: bytearray) -> Any:
    """Put arrays into the body, and into the header where they are there: as a list."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), body) for field in fields(value)}
    if not isinstance(value, np.ndarray):
        return value
    start, order = len(body), "F" if value.flags.f_contiguous else "C"
    body += value.tobytes("A")
    body += bytes(-len(body) % _ALIGNED)
    return [value.dtype.str, value.shape, order, start]


def _restored(kind: Any, plain: Any, body: memoryview) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        kinds = get_type_hints(kind)
        return kind(**{name: _restored(kinds[name], part, body) for name, part in plain.items()})
    if not isinstance(plain, list):
        return plain
    dtype, shape, order, start = plain
    length = prod(shape) * np.dtype(dtype).itemsize
    return np.frombuffer(body[start : start + length], dtype).reshape(shape, order=order)
