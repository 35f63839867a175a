"""Scenes from code, and whether they can be read on a phone by the painter's own measure."""

import ast
import warnings
from dataclasses import dataclass

import numpy as np
import torch
from matplotlib.text import Text
from torch import nn

from tutor.picture.asking.computation import Computation, computation
from tutor.picture.asking.expression import Drawable, drawable
from tutor.picture.asking.probe import PartFailed, facts_in, graph_in, graph_program, program
from tutor.picture.choose import pictured
from tutor.picture.facts import Facts, Graph
from tutor.picture.scene.marks import Box, Scene, Words
from tutor.picture.scene.paint import drawn

# Nothing on a phone may be smaller.
SMALLEST_TEXT = 12.0


def facts(code: str) -> Facts | PartFailed | None:
    """What the sandbox would find out, found out here."""
    wanted = drawable(code)
    assert isinstance(wanted, Drawable), code
    return facts_in(wanted, shown_by(program(wanted)))


def graph(code: str) -> Graph | None:
    """The same for a graph."""
    wanted = computation(code)
    assert isinstance(wanted, Computation), code
    return graph_in(wanted, shown_by(graph_program(wanted)))


def shown_by(code: str) -> str:
    """The representation of a program's last expression."""
    torch.manual_seed(0)
    names = {"torch": torch, "np": np, "nn": nn, "F": nn.functional}
    *body, last = ast.parse(code).body
    exec(compile(ast.Module(body, []), "<snippet>", "exec"), names)  # noqa: S102
    return repr(eval(compile(ast.Expression(last.value), "<snippet>", "eval"), names))  # noqa: S307


def scene(code: str) -> Scene:
    found = facts(code)
    assert isinstance(found, Facts), found
    made = pictured(found)
    assert made is not None, code
    return made


def said(picture: Scene) -> list[str]:
    return [mark.text for mark in picture.marks if isinstance(mark, Words)]


def dashed(picture: Scene) -> int:
    return sum(mark.dashed for mark in picture.marks if isinstance(mark, Box))


@dataclass(frozen=True, slots=True)
class Area:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    def shared(self, other: "Area") -> float:
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, width) * max(0.0, height)

    @property
    def size(self) -> float:
        return (self.x1 - self.x0) * (self.y1 - self.y0)


def problems(picture: Scene) -> list[str]:
    """What a reader would complain of: text that is small, leaves the picture or collides."""
    figure = drawn(picture)
    scale = figure.dpi / 72
    renderer = figure.canvas.get_renderer()
    texts = [text for text in figure.axes[0].findobj(Text) if text.get_text()]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        areas = [_area(text, text.get_window_extent(renderer), scale) for text in texts]
    small = [text.get_text() for text in texts if text.get_fontsize() < SMALLEST_TEXT]
    outside = [area.text for area in areas if not _is_inside(area, picture)]
    boxes = [mark for mark in picture.marks if isinstance(mark, Box)]
    return [
        *(f"{text!r} is small" for text in small),
        *(f"{text!r} leaves the picture" for text in outside),
        *(f"{one!r} and {other!r} collide" for one, other in _collisions(areas)),
        *(f"{box} leaves the picture" for box in boxes if not _holds(picture, box)),
    ]


def _area(text: Text, extent, scale: float) -> Area:
    box = (extent.x0 / scale, extent.y0 / scale, extent.x1 / scale, extent.y1 / scale)
    return Area(text.get_text(), *box)


def _is_inside(area: Area, picture: Scene) -> bool:
    across = area.x0 >= 0 and area.x1 <= picture.width
    return across and area.y0 >= 0 and area.y1 <= picture.height


def _holds(picture: Scene, box: Box) -> bool:
    across = box.x >= 0 and box.x + box.width <= picture.width
    return across and box.y >= 0 and box.y + box.height <= picture.height


def _collisions(areas: list[Area]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for number, one in enumerate(areas)
        for other in areas[number + 1 :]
        if one.shared(other) > 0.15 * min(one.size, other.size)
    ]
