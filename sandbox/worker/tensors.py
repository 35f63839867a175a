"""Summaries of the tensors a snippet left in its names."""

import math
from collections import defaultdict
from functools import partial
from typing import Any, Final

import torch

from sandbox.limits import NAME_CHARACTERS, TENSORS
from sandbox.worker.attempt import Raised, attempt

_SHOWN_PER_AXIS: Final = 6
_EDGE: Final = 3
_PREVIEW_CHARACTERS: Final = 400
# Statistics copy to double; above this a summary would cost more than the snippet.
_COUNTED_ELEMENTS: Final = 4_000_000
_FEW_ELEMENTS: Final = 64


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _nested(values: Any) -> str:
    if not isinstance(values, list):
        return _number(values)
    return "[" + ", ".join(map(_nested, values)) + "]"


def _elided(tensor: torch.Tensor) -> str:
    """The first and last few along every axis."""
    if all(size <= _SHOWN_PER_AXIS for size in tensor.shape):
        return _nested(tensor.tolist())
    rows = list(range(tensor.shape[0]))
    long = len(rows) > _SHOWN_PER_AXIS
    shown = rows[:_EDGE] + rows[-_EDGE:] if long else rows
    parts = [_elided(tensor[row]) for row in shown]
    return "[" + ", ".join([*parts[:_EDGE], "…", *parts[_EDGE:]] if long else parts) + "]"


def _preview(tensor: torch.Tensor) -> str:
    corner = tensor
    for axis, size in enumerate(tensor.shape):
        if axis > 1 and size > _SHOWN_PER_AXIS:
            corner = corner.narrow(axis, 0, _EDGE)
    text = _elided(corner)
    return text if len(text) <= _PREVIEW_CHARACTERS else text[:_PREVIEW_CHARACTERS] + "…"


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _stats(tensor: torch.Tensor) -> dict[str, float | int | None]:
    if not 0 < tensor.numel() <= _COUNTED_ELEMENTS or tensor.is_complex():
        return {}
    if tensor.numel() <= _FEW_ELEMENTS:
        return _stats_of([float(value) for value in tensor.flatten().tolist()])
    numbers = tensor.to(torch.float64)
    low, high = torch.aminmax(numbers)
    return {
        "min": _finite(low.item()),
        "max": _finite(high.item()),
        "mean": _finite(numbers.mean().item()),
        "std": _finite(numbers.std(correction=0).item()),
        "nan": int(numbers.isnan().sum().item()),
    }


def _stats_of(numbers: list[float]) -> dict[str, float | int | None]:
    """In plain Python: for a few numbers each torch operation costs more than all of this."""
    mean = math.fsum(numbers) / len(numbers) if all(map(math.isfinite, numbers)) else math.nan
    spread = math.fsum((number - mean) * (number - mean) for number in numbers) / len(numbers)
    known = not any(map(math.isnan, numbers))
    return {
        "min": _finite(min(numbers)) if known else None,
        "max": _finite(max(numbers)) if known else None,
        "mean": _finite(mean),
        "std": _finite(math.sqrt(spread)) if math.isfinite(spread) else None,
        "nan": sum(map(math.isnan, numbers)),
    }


def _summary(name: str, tensor: torch.Tensor, sharing: tuple[str, ...]) -> dict[str, Any]:
    plain = tensor.detach()
    preview, stats = attempt(lambda: _preview(plain)), attempt(lambda: _stats(plain))
    return {
        "name": name,
        "shape": list(tensor.shape),
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "stride": list(tensor.stride()),
        "storage_offset": tensor.storage_offset(),
        "contiguous": tensor.is_contiguous(),
        "requires_grad": tensor.requires_grad,
        "nbytes": tensor.nbytes,
        "shares_with": [other for other in sharing if other != name],
        "preview": preview if isinstance(preview, str) else "",
        "stats": {} if isinstance(stats, Raised) else stats,
    }


def _storage(tensor: torch.Tensor) -> int:
    address: int = tensor.untyped_storage().data_ptr()
    return address


def _sharing(named: list[tuple[str, torch.Tensor]]) -> dict[str, tuple[str, ...]]:
    """For each name all names with the same storage; an empty tensor has none."""
    if len(named) == 1:
        return {}
    owners: defaultdict[int, list[str]] = defaultdict(list)
    for name, value in named:
        address = attempt(partial(_storage, value))
        if isinstance(address, int) and address:
            owners[address].append(name)
    return {name: tuple(group) for group in owners.values() for name in group}


def _is_plain(name: object) -> bool:
    """Names that code can write; `globals()` takes any others, too."""
    return (
        type(name) is str
        and name.isidentifier()
        and not name.startswith("_")
        and len(name) <= NAME_CHARACTERS
    )


def summaries(namespace: dict[str, Any]) -> list[dict[str, Any]]:
    """Sparse, meta and otherwise unusual tensors are left out: they have no strides to show."""
    named = [
        (name, value)
        for name, value in list(namespace.items())
        if _is_plain(name) and isinstance(value, torch.Tensor)
    ][:TENSORS]
    with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001
        sharing = _sharing(named)
        made = [
            attempt(partial(_summary, name, value, sharing.get(name, ()))) for name, value in named
        ]
    return [summary for summary in made if not isinstance(summary, Raised)]
