"""Which layer broke inside of a call that runs several, in the width of a phone."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from tutor import error_message
from tutor.label import columns, parsed
from tutor.rows import WIDTH, width

_TOLD: Final = re.compile(r"(?:(?P<place>.+?): )?(?P<layer>\w+\(.*\))", re.DOTALL)
# What torch writes with its name and everybody else without.
_SIZES: Final = re.compile(r"\b(?:in|out)_features=")
_LONGEST_PLACE: Final = 30
_REST: Final = ", …)"


def inner_layer(inside: str | None, message: str) -> str:
    """Such as "in net[2], Linear(4, 3)"; empty where the sandbox names no layer."""
    if (found := _TOLD.fullmatch(inside or "")) is None:
        return ""
    place = f"in {_last(found['place'])}, " if found["place"] else "in "
    layer = found["layer"].removesuffix(", bias=True)")
    layer = _SIZES.sub("", layer if layer == found["layer"] else f"{layer})")
    rows = _rows(layer) if error_message.is_outside_of_rows(message) else ""
    return place + _cut(layer, WIDTH - width(place + rows)) + rows


def _last(place: str) -> str:
    """A place; of a long one the end, which is the layer's own name."""
    return place if len(place) <= _LONGEST_PLACE else f"…{place[1 - _LONGEST_PLACE :]}"


def _rows(layer: str) -> str:
    """The numbers that choose a row, where the layer is an embedding."""
    match parsed(layer):
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=int(count)), *_]):
            return f": 0 to {count - 1}" if name.startswith("Embedding") and count > 0 else ""
    return ""


def _cut(layer: str, room: int) -> str:
    """A layer with as many of its arguments as there is room for."""
    kind = layer.partition("(")[0][:WIDTH]
    return next((text for text in _shorter(layer) if width(text) <= room), kind)


def _shorter(layer: str) -> Iterator[str]:
    yield layer
    match parsed(layer):
        case ast.Call(args=args, keywords=keywords):
            values = args or [each.value for each in keywords]
            ends = (columns(layer, value)[1] for value in reversed(values))
            yield from (layer[:end] + _REST for end in ends)
