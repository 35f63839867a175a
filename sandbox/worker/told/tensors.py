"""Summaries of the tensors a snippet left in its names."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from itertools import pairwise
from typing import Any, Final, NamedTuple

import torch
from torch.nn.parameter import UninitializedBuffer, UninitializedParameter

from sandbox.limits import AXES, NAME_CHARACTERS, PREVIEW_CHARACTERS, TENSORS
from sandbox.worker import numbers as worker_numbers
from sandbox.worker.numbers import flat, is_there
from sandbox.worker.shield import attempt, attempt_or
from sandbox.worker.told.facts import unheard

_SHOWN_PER_AXIS: Final = 6
_EDGE: Final = 3
# Statistics copy to double; above this, in all, summaries would cost more than the snippet.
_COUNTED_ELEMENTS: Final = 4_000_000
_FEW_ELEMENTS: Final = 64
_TOO_LARGE: Final = 2**63
_TENSORS: Final = (torch.Tensor, torch.nn.Parameter, torch.nn.Buffer)
_SHAPELESS: Final = (UninitializedParameter, UninitializedBuffer)
_UNSIGNED: Final = (torch.uint16, torch.uint32, torch.uint64)
# From here on four digits would no longer tell one whole number from the next.
_LONG_NUMBER: Final = 9999.5
# Under names of our own: a snippet may have put something else in their place.
_STRIDED, _DOUBLE = torch.strided, torch.float64
_PYTHON: Final = torch._C.DispatchKey.Python  # noqa: SLF001

# Of a storage: its first byte and the one behind its last.
_Memory = tuple[int, int]


class _Left(NamedTuple):
    """A tensor that a snippet left, without its graph and without what its class makes of it.

    A tuple, since every run waits while it is made.
    """

    name: str
    plain: torch.Tensor
    elements: int
    requires_grad: bool


def _is_hollow(value: torch.Tensor) -> bool:
    """Its operations are in Python, and only they know what it holds; or it has no shape yet."""
    keys = torch._C._dispatch_keys  # noqa: SLF001
    return issubclass(type(value), _SHAPELESS) or bool(keys(value).has(_PYTHON))


def _left(name: str, value: torch.Tensor) -> _Left | None:
    """None for one without numbers in memory, though torch may tell strides of it all the same."""
    if type(value) not in _TENSORS and _is_hollow(value):
        return None
    plain = worker_numbers.detach(value)
    if worker_numbers.layout(plain) is not _STRIDED or worker_numbers.is_meta(plain):
        return None
    return _Left(name, plain, worker_numbers.numel(plain), worker_numbers.requires_grad(value))


def _number(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.4g}" if abs(value) < _LONG_NUMBER else f"{value:.6g}"


def _values(tensor: torch.Tensor) -> Any:
    try:
        return worker_numbers.tolist(tensor)
    except RuntimeError:
        # Torch lists no quantised ones; asked for each piece, that would cost all others.
        return worker_numbers.tolist(worker_numbers.dequantize(tensor))


def _nested(values: Any) -> str:
    if not isinstance(values, list):
        return _number(values)
    return "[" + ", ".join(map(_nested, values)) + "]"


def _pieces(tensor: torch.Tensor) -> Iterator[str]:
    """The first and last few along every axis, bit by bit: most of a large tensor is cut off."""
    shape = worker_numbers.shape(tensor)
    # An axis of none counts, too: it is written once for each place along those before it.
    if all(size <= _SHOWN_PER_AXIS for size in shape) and (
        math.prod(size or 1 for size in shape) <= _FEW_ELEMENTS
    ):
        yield _nested(_values(tensor))
        return
    size = shape[0]
    long = size > _SHOWN_PER_AXIS
    yield "["
    for place in (*range(_EDGE), *range(size - _EDGE, size)) if long else range(size):
        yield ", …, " if long and place == size - _EDGE else ", " if place else ""
        yield from _pieces(worker_numbers.part(tensor, place))
    yield "]"


def _preview(tensor: torch.Tensor) -> str:
    text = ""
    for piece in _pieces(tensor):
        text += piece
        if len(text) > PREVIEW_CHARACTERS:
            return text[:PREVIEW_CHARACTERS] + "…"
    return text


def _told(value: float) -> float | int | None:
    """Integers to the last digit, which a float may not hold; truth values as 0 and 1."""
    if isinstance(value, int):
        return int(value)
    return value if math.isfinite(value) else None


def _stats(tensor: torch.Tensor) -> dict[str, float | int | None]:
    """`std` is what `tensor.std()` says, so one element has none."""
    if worker_numbers.numel(tensor) == 0 or worker_numbers.is_complex(tensor):
        return {}
    if worker_numbers.numel(tensor) <= _FEW_ELEMENTS:
        try:
            return _stats_of(flat(_values(tensor)))
        except OverflowError:
            # Their sum is too large for a float; torch takes it for infinite.
            return _stats_of_many(tensor)
    return _stats_of_many(
        worker_numbers.dequantize(tensor) if worker_numbers.is_quantized(tensor) else tensor
    )


def _ends(tensor: torch.Tensor) -> tuple[float, float]:
    if worker_numbers.dtype(tensor) in _UNSIGNED:
        # Torch has no such function for them.
        array = worker_numbers.numpy(tensor)
        return array.min().item(), array.max().item()
    low, high = worker_numbers.aminmax(tensor)
    return worker_numbers.item(low), worker_numbers.item(high)


def _stats_of_many(tensor: torch.Tensor) -> dict[str, float | int | None]:
    numbers = worker_numbers.to(tensor, _DOUBLE)
    # A float holds not every integer.
    low, high = _ends(numbers if worker_numbers.is_floating_point(tensor) else tensor)
    return {
        "min": _told(low),
        "max": _told(high),
        "mean": _told(worker_numbers.item(worker_numbers.mean(numbers))),
        "std": _told(worker_numbers.item(worker_numbers.std(numbers))),
        "nan": int(worker_numbers.item(worker_numbers.total(worker_numbers.isnan(numbers)))),
    }


def _stats_of(numbers: list[float]) -> dict[str, float | int | None]:
    """In plain Python: for a few numbers each torch operation costs more than all of this."""
    nan = sum(map(math.isnan, numbers))
    low, high = (math.nan, math.nan) if nan else (min(numbers), max(numbers))
    if not math.isfinite(low) or not math.isfinite(high):
        return {"min": _told(low), "max": _told(high), "mean": None, "std": None, "nan": nan}
    count = len(numbers)
    mean = math.fsum(numbers) / count
    spread = math.fsum([(number - mean) * (number - mean) for number in numbers])
    std = _told(math.sqrt(spread / (count - 1))) if count > 1 else None
    return {"min": _told(low), "max": _told(high), "mean": _told(mean), "std": std, "nan": 0}


def _is_sayable(tensor: torch.Tensor) -> bool:
    """Readers of the wire hold no more axes, and no larger numbers."""
    return bool(worker_numbers.dim(tensor) <= AXES and worker_numbers.nbytes(tensor) < _TOO_LARGE)


def _summary(left: _Left, sharing: tuple[str, ...], *, is_counted: bool) -> dict[str, Any] | None:
    plain = left.plain
    if not _is_sayable(plain):
        return None
    readable = is_there(plain)
    preview = attempt_or("", lambda: _preview(plain)) if readable else ""
    stats = attempt_or({}, lambda: _stats(plain)) if readable and is_counted else {}
    return {
        "name": left.name,
        "shape": list(worker_numbers.shape(plain)),
        "dtype": str(worker_numbers.dtype(plain)).removeprefix("torch."),
        "stride": list(worker_numbers.stride(plain)),
        "storage_offset": worker_numbers.storage_offset(plain),
        "contiguous": worker_numbers.is_contiguous(plain),
        "requires_grad": left.requires_grad,
        "nbytes": worker_numbers.nbytes(plain),
        "shares_with": [other for other in sharing if other != left.name],
        "preview": preview,
        "stats": stats,
    }


def _counted(sizes: Iterable[int]) -> Iterator[bool]:
    """Those whose statistics are made: of all together no more than of one large tensor."""
    room = _COUNTED_ELEMENTS
    for size in sizes:
        fits = size <= max(room, _FEW_ELEMENTS)
        room -= size * fits
        yield fits


def _memory(tensor: torch.Tensor) -> _Memory:
    storage = worker_numbers.untyped_storage(tensor)
    address = worker_numbers.data_ptr(storage)
    return address, address + worker_numbers.storage_bytes(storage)


def _sharing(tensors: list[_Left]) -> dict[str, tuple[str, ...]]:
    """For each name all names that share memory with it; an empty storage has none to share."""
    if len(tensors) == 1:
        return {}
    owners: defaultdict[_Memory, list[str]] = defaultdict(list)
    for left in tensors:
        memory = attempt(partial(_memory, left.plain))
        if isinstance(memory, tuple) and memory[0] < memory[1]:
            owners[memory].append(left.name)
    if any(start < end for (_, end), (start, _) in pairwise(sorted(owners))):
        return _overlapping(owners)
    return {name: tuple(group) for group in owners.values() for name in group}


def _overlapping(owners: Mapping[_Memory, list[str]]) -> dict[str, tuple[str, ...]]:
    """Each array of numpy's over one buffer is a storage of its own to torch."""
    return {
        name: tuple(
            other
            for (other_start, other_end), others in owners.items()
            if start < other_end and other_start < end
            for other in others
        )
        for (start, end), names in owners.items()
        for name in names
    }


def _is_plain(name: object) -> bool:
    """Names that code can write; `globals()` takes any others, too."""
    return (
        type(name) is str
        and name.isidentifier()
        and not name.startswith("_")
        and len(name) <= NAME_CHARACTERS
    )


def summaries(namespace: dict[str, Any]) -> list[dict[str, Any]]:
    """Sparse, meta and otherwise unusual tensors are left out: they have no strides to show.

    By type alone: isinstance would ask the value, which may be of the learner's making.
    """
    named = [
        (name, value)
        for name, value in list(namespace.items())
        if issubclass(type(value), torch.Tensor) and _is_plain(name)
    ][:TENSORS]
    if not named:
        return []
    with _quiet([value for _, value in named]):
        return _summed_up(named)


def _quiet(values: list[torch.Tensor]) -> AbstractContextManager[object]:
    """Dispatch takes long to leave, for each run, and is heard only by modes and odd tensors."""
    odd = torch._C._len_torch_dispatch_stack() > 0 or not all(  # noqa: SLF001
        type(value) in _TENSORS for value in values
    )
    return unheard() if odd else torch._C.DisableTorchFunction()  # noqa: SLF001


def _summed_up(named: list[tuple[str, torch.Tensor]]) -> list[dict[str, Any]]:
    found = [attempt(partial(_left, name, value)) for name, value in named]
    tensors = [left for left in found if isinstance(left, _Left)]
    sharing = _sharing(tensors)
    counted = _counted(left.elements for left in tensors)
    made = [
        attempt(partial(_summary, left, sharing.get(left.name, ()), is_counted=is_counted))
        for left, is_counted in zip(tensors, counted, strict=True)
    ]
    return [summary for summary in made if isinstance(summary, dict)]
