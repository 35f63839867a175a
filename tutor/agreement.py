"""Whether two blocks come to the same value, as a learner would say it.

It runs in the sandbox before `stopwatch.py`, whose rules hold here.
"""

import math
from typing import Any

NOTE_CHARACTERS = 200


def lazy(value: Any) -> str | None:
    """The name of what has only been promised: a generator, a map, a zip."""
    kind = type(value)
    is_promise = hasattr(kind, "__next__") and kind.__module__ in ("builtins", "itertools")
    return kind.__name__ if is_promise else None


def agreement(first: Any, second: Any, torch: Any) -> dict[str, str]:
    """Whether both blocks give the same: equal, close, different, absent or unknown."""
    try:
        kind, note = _agreement(first, second, torch)
    except Exception:  # noqa: BLE001 (a learner's __eq__ may raise anything)
        kind, note = "unknown", ""
    return {"kind": kind, "note": note[:NOTE_CHARACTERS]}


def _agreement(first: Any, second: Any, torch: Any) -> tuple[str, str]:
    if lazy(first) or lazy(second):
        return "unknown", ""
    if first is None or second is None:
        return ("absent", "") if first is second else ("different", "only one of them has a value")
    if isinstance(first, (tuple, dict)) and type(first) is type(second):
        return _of_parts(first, second, torch)
    tensors = _tensor(first, torch), _tensor(second, torch)
    if all(tensor is not None for tensor in tensors):
        return _of_tensors(*tensors, torch)
    return ("equal", "") if first == second else ("different", "")


def _of_parts(first: Any, second: Any, torch: Any) -> tuple[str, str]:
    if len(first) != len(second):
        return "different", f"{len(first)} parts and {len(second)}"
    if isinstance(first, dict):
        if first.keys() != second.keys():
            return "different", "other keys"
        first, second = first.values(), [second[key] for key in first]
    found = [_agreement(a, b, torch) for a, b in zip(first, second, strict=True)]
    order = ("different", "close", "absent", "equal")
    return min(found, key=lambda each: order.index(each[0]), default=("equal", ""))


def _tensor(value: Any, torch: Any) -> Any:
    """The value as a tensor, where it is made of numbers."""
    if isinstance(value, torch.Tensor):
        return value.detach()
    if isinstance(value, (bool, int, float, complex, list)) or hasattr(value, "__array__"):
        try:
            return torch.as_tensor(value)
        except (TypeError, ValueError, RuntimeError):
            return None
    return None


def _of_tensors(first: Any, second: Any, torch: Any) -> tuple[str, str]:
    if first.shape != second.shape:
        return "different", f"shapes {tuple(first.shape)} and {tuple(second.shape)}"
    dtypes = f"dtypes {first.dtype} and {second.dtype}".replace("torch.", "")
    note = dtypes if first.dtype != second.dtype else ""
    kinds = [tensor.dtype for tensor in (first, second)]
    wide = torch.complex128 if any(kind.is_complex for kind in kinds) else torch.float64
    # Whole numbers that are equal may be too large to be told apart as fractions.
    first, second = (first, second) if not note else (first.to(wide), second.to(wide))
    if torch.equal(first, second):
        return "equal", note
    first, second = first.to(wide), second.to(wide)
    within = _rounding(kinds, first, second, torch)
    if within and torch.allclose(first, second, rtol=0, atol=within, equal_nan=True):
        return "close", note
    return "different", note or _distance(first, second)


def _rounding(kinds: list[Any], first: Any, second: Any, torch: Any) -> float:
    """Half the digits of the coarser type, at the size of the largest number.

    A sum in another order loses more than the last digit where its terms cancel.
    """
    rough = [kind for kind in kinds if kind.is_floating_point or kind.is_complex]
    if not rough:
        return 0.0
    finite = torch.cat([each.flatten() for each in (first, second)]).abs()
    largest = finite[finite.isfinite()].max().item() if finite.isfinite().any() else 0.0
    return math.sqrt(max(torch.finfo(kind).eps for kind in rough)) * max(largest, 0.03)


def _distance(first: Any, second: Any) -> str:
    largest = (first - second).abs().max().item()
    return f"they differ by up to {largest:.3g}" if math.isfinite(largest) else ""
