"""Whether two blocks come to the same value, as a learner would say it.

It runs in the sandbox before `stopwatch.py`, by the rules of `tutor.sent_programs`.
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
    usual = torch.get_default_dtype()
    # Python's own numbers have more digits than a tensor is made with.
    torch.set_default_dtype(torch.float64)
    try:
        kind, note = _agreement(first, second, torch)
    except Exception:  # noqa: BLE001 (a learner's __eq__ may raise anything)
        kind, note = "unknown", ""
    torch.set_default_dtype(usual)
    return {"kind": kind, "note": note[:NOTE_CHARACTERS]}


def _agreement(first: Any, second: Any, torch: Any) -> tuple[str, str]:
    if lazy(first) or lazy(second):
        return "unknown", ""
    if first is None or second is None:
        return ("absent", "") if first is second else ("different", "only one of them has a value")
    if isinstance(first, (tuple, dict)) and type(first) is type(second):
        return _of_parts(first, second, torch)
    a, b = _tensor(first, torch), _tensor(second, torch)
    if a is not None and b is not None:
        typed = hasattr(first, "dtype") and hasattr(second, "dtype")
        return _of_tensors(a, b, torch, typed=typed)
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
    if isinstance(value, (int, float, complex, list)) or hasattr(value, "__array__"):
        try:
            return torch.as_tensor(value)
        except (TypeError, ValueError, RuntimeError):
            return None
    return None


def _of_tensors(first: Any, second: Any, torch: Any, *, typed: bool) -> tuple[str, str]:
    if first.shape != second.shape:
        return "different", f"shapes {tuple(first.shape)} and {tuple(second.shape)}"
    kinds = [first.dtype, second.dtype]
    differ = kinds[0] != kinds[1]
    dtypes = "dtypes {} and {}".format(*kinds).replace("torch.", "")
    note = dtypes if differ and typed else ""
    wide = torch.promote_types(torch.promote_types(*kinds), torch.float64)
    # Whole numbers that are not equal may be too large to be told apart as fractions.
    equal = not differ and torch.equal(first, second)
    first, second = first.to(wide), second.to(wide)
    if equal or (differ and torch.equal(first, second)):
        return "equal", note
    # A number of Python's may have come out of a tensor: it is held to no more digits than one.
    if not typed and torch.float64 in kinds:
        kinds += [torch.float32]
    within = _rounding(kinds, first, second, torch)
    if within and torch.allclose(first, second, rtol=0, atol=within, equal_nan=True):
        return "close", note
    most = (first - second).abs().max().item()
    distance = f"they differ by up to {most:.3g}" if math.isfinite(most) else ""
    return "different", note or distance


def _rounding(kinds: list[Any], first: Any, second: Any, torch: Any) -> float:
    """Half the digits of the coarser type, at the size of the largest number.

    A sum in another order loses more than the last digit where its terms cancel.
    """
    rough = [kind for kind in kinds if kind.is_floating_point or kind.is_complex]
    if not rough:
        return 0.0
    sizes = torch.cat([first.flatten(), second.flatten()]).abs()
    sizes = sizes[sizes.isfinite()]
    largest = sizes.max().item() if len(sizes) else 0.0
    return math.sqrt(max(torch.finfo(kind).eps for kind in rough)) * max(largest, 0.03)
