"""Axes' names and sizes at the sides of what is drawn."""

from dataclasses import replace

from tutor.picture.lattice import Look
from tutor.picture.marks import Colour, Words
from tutor.picture.measure import text_width

LABEL_SIZE = 12.0
# The room that labels take.
ABOVE = 16.0
BESIDE = 18.0
# How much longer than its side a label may be.
_OVER = 14.0


def axis_label(look: Look, axis: int, size: int) -> Words:
    """Its name and size; in colour where the look has one for it. Not placed yet."""
    colour = look.axes[axis] if axis < len(look.axes) else Colour.QUIET
    name = look.names[axis] if axis < len(look.names) else f"axis {axis}"
    bold = colour is not Colour.QUIET
    return Words(0, 0, f"{name} · {size}", LABEL_SIZE, colour, "middle", bold=bold)


def above(x: float, width: float, bottom: float, label: Words) -> Words:
    """Over the columns; only the size where there is no room for more."""
    text = label.text if _width(label) <= width + _OVER else _size(label)
    # A label that is wider than its columns must not stick out to the left.
    middle = max(x + width / 2, _width(replace(label, text=text)) / 2)
    return replace(label, x=middle, y=bottom - ABOVE / 2 - 2, text=text)


def beside_rows(y: float, height: float, label: Words) -> Words:
    """Upright along the rows; only the size, lying, where there is no room for more."""
    fits = _width(label) <= height + _OVER
    text = label.text if fits else _size(label)
    return replace(label, x=BESIDE / 2 - 2, y=y + height / 2, text=text, upright=fits)


def _width(label: Words) -> float:
    return text_width(label.text, label.size, bold=label.bold)


def _size(label: Words) -> str:
    return label.text.rpartition(" ")[2]
