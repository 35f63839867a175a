"""The program that looks at tensors for a picture: it runs in the sandbox, after a learner's lines.

Its source is sent along, so it knows the standard library and what it is handed, nothing else.
What it reports was said in a learner's process and is checked like all such.
"""

import json
import math
from collections.abc import Sequence
from typing import Any

MOST_VALUES = 64
MOST_STORED = 48
MOST_ITEMS = 6
MOST_ARGUMENTS = 16
FEW_VALUES = 3
MOST_CHARACTERS = 8_000
LARGEST_INTEGER = 2**53
TEXT_CHARACTERS = 100
MESSAGE_CHARACTERS = 600

Facts = dict[str, Any]


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

    def fact(self, value: Any) -> Facts:
        """What is known of any value; whatever can't be looked at is opaque."""
        try:
            return self._fact(value)
        except Exception:
            return _opaque(value)

    def _fact(self, value: Any) -> Facts:
        if isinstance(value, self._torch.Tensor):
            return self._tensor(value)
        if type(value).__module__ == "numpy" and hasattr(value, "__array__"):
            return self._tensor(self._torch.as_tensor(value.copy()))
        if value is None or isinstance(value, (bool, int, float)):
            return {"kind": "plain", "value": value if value is None else _number(value)}
        if isinstance(value, str):
            return {"kind": "plain", "value": value[:TEXT_CHARACTERS]}
        if isinstance(value, (tuple, list)) and 0 < len(value) <= MOST_ARGUMENTS:
            return self._row(value)
        return _opaque(value)

    def _row(self, values: Sequence[Any]) -> Facts:
        if all(type(each) is int for each in values):
            return {"kind": "plain", "value": list(values)}
        if all(isinstance(each, self._torch.Tensor) for each in values):
            items = [self._tensor(each) for each in values[:MOST_ITEMS]]
            return {"kind": "many", "items": items, "count": len(values)}
        return _opaque(values)

    def _tensor(self, tensor: Any) -> Facts:
        tensor = tensor.detach().resolve_conj().resolve_neg()
        storage = tensor.untyped_storage()
        size = storage.nbytes() // tensor.element_size()
        line = tensor.as_strided((size,), (1,), 0) if size <= MOST_STORED else None
        few = self._values and tensor.numel() <= MOST_VALUES
        return {
            "kind": "tensor",
            "shape": list(tensor.shape),
            "stride": list(tensor.stride()),
            "offset": tensor.storage_offset(),
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "storage": self._storages.setdefault(storage.data_ptr(), len(self._storages)),
            "storage_size": size,
            "contiguous": tensor.is_contiguous(),
            "values": _numbers(tensor.flatten()) if few else None,
            "stored": None if line is None or not self._values else _numbers(line),
        }


def _numbers(line: Any) -> list[Any]:
    return [_number(value) for value in line.tolist()]


def _number(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value):
        return float(f"{value:.4g}")
    if isinstance(value, (bool, int)) and abs(value) < LARGEST_INTEGER:
        return value
    if isinstance(value, complex):
        return f"{value.real:.2g}{value.imag:+.2g}j"
    return str(value)[:16]


def _opaque(value: Any) -> Facts:
    return {"kind": "opaque", "type": type(value).__name__[:60]}


def _clash(error: Exception) -> Facts:
    try:
        message = str(error)
    except Exception:
        message = ""
    return {"type": type(error).__name__[:60], "message": message[:MESSAGE_CHARACTERS]}


def report(names: dict[str, Any], parts: Sequence[tuple[str, str]], result: str, torch: Any) -> str:
    """Make the parts, look at them, do the operation, look at what came out.

    The parts are looked at first: the operation may change them in place.
    """
    for number, (name, source) in enumerate(parts):
        try:
            names[name] = eval(source, names)
        except Exception as error:
            return Report(json.dumps({"failed_part": number, "clash": _clash(error)}))
    whole, brief = Looking(torch, values=True), Looking(torch, values=False)
    values = [names[name] for name, _ in parts]
    found = [[look.fact(value) for value in values] for look in (whole, brief)]
    try:
        outcome = eval(result, names)
    except Exception as error:
        ends = [{"clash": _clash(error)}] * 2
    else:
        ends = [{"outcome": look.fact(outcome)} for look in (whole, brief)]
    texts = [json.dumps({"parts": p, **end}) for p, end in zip(found, ends, strict=True)]
    return Report(next((text for text in texts if len(text) <= MOST_CHARACTERS), "{}"))


def differentiate(names: dict[str, Any], steps: Sequence[tuple[str, str]], torch: Any) -> str:
    """Do every step of a graph, then ask for the gradient of each with respect to the last."""
    try:
        for name, source in steps:
            names[name] = eval(source, names)
        made = [names[name] for name, _ in steps]
        nodes = _nodes(made, _gradients(made, torch), torch)
    except Exception:
        return Report("{}")
    text = json.dumps({"nodes": nodes})
    return Report(text if len(text) <= MOST_CHARACTERS else "{}")


def _gradients(made: Sequence[Any], torch: Any) -> dict[int, Any]:
    tracked = [n for n, each in enumerate(made) if getattr(each, "requires_grad", False) is True]
    end = made[-1]
    found = torch.autograd.grad(
        end, [made[n] for n in tracked], torch.ones_like(end), allow_unused=True
    )
    return dict(zip(tracked, found, strict=True))


def _nodes(made: Sequence[Any], gradients: dict[int, Any], torch: Any) -> list[Any]:
    """What is no tensor is left empty: it only says how."""
    return [
        {
            "held": _held(each),
            "gradient": None if gradients.get(n) is None else _held(gradients[n]),
            "is_tracked": n in gradients,
        }
        if isinstance(each, torch.Tensor)
        else None
        for n, each in enumerate(made)
    ]


def _held(tensor: Any) -> Facts:
    few = tensor.ndim <= 1 and tensor.numel() <= FEW_VALUES
    values = _numbers(tensor.detach().flatten()) if few else None
    return {"shape": list(tensor.shape), "values": values}
