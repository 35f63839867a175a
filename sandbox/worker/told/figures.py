"""The figures a snippet drew, as PNG."""

import base64
import io
import logging
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from matplotlib import pyplot as plt
from matplotlib._pylab_helpers import Gcf
from matplotlib.figure import Figure

from sandbox.limits import IMAGE_BYTES, IMAGE_PIXELS, IMAGES, MESSAGE_CHARACTERS, MIB
from sandbox.supervisor.pipes import is_png, png_size
from sandbox.worker.execute import fit
from sandbox.worker.shield import Raised, attempt
from sandbox.worker.told.error import has_ended_with

_DPI: Final = 144
_PIXELS: Final = 1600
_LEFT_OUT: Final = (
    f"a figure was left out: no PNG of it has at most {IMAGE_PIXELS} dots a side "
    f"and {IMAGE_BYTES // MIB} MiB\n"
)
_TOO_MANY: Final = f"only the first {IMAGES} figures are shown: {{}} more were left out\n"


def _longer_side(figure: Figure) -> float:
    """In inches; a figure that is cut tightly grows by all that lies outside of it."""
    side: float = max(*figure.get_size_inches(), 1)
    if plt.rcParams["savefig.bbox"] != "tight":
        return side
    around: float = 2 * plt.rcParams["savefig.pad_inches"]
    return max(side, *figure.get_tightbbox().size) + around


def _png(figure: Figure, dpi: float) -> bytes:
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=dpi)
    return target.getvalue()


def _small_png(figure: Figure) -> bytes | None:
    """Fewer dots for a big figure; none when even half of them are too many, or too many bytes."""
    dpi = min(_DPI, _PIXELS / _longer_side(figure))
    tries = (_png(figure, dpi / divisor) for divisor in (1, 2))
    return next(filter(is_png, tries), None)


def _image(png: bytes) -> dict[str, Any]:
    width, height = png_size(png)
    data = base64.b64encode(png).decode("ascii")
    return {"mime": "image/png", "data": data, "width": width, "height": height}


@contextmanager
def _in_silence() -> Iterator[None]:
    """What drawing warns of is said where the snippet itself draws, and nowhere else."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


@dataclass(slots=True)
class _Shown:
    """The figures of a run that are drawn already, and how many were too many."""

    drawn: list[bytes | Raised | None] = field(default_factory=list)
    more: int = 0


_shown: Final = _Shown()


def _draw_open() -> None:
    """In the order they were made; as many as there is room for."""
    numbers = plt.get_fignums()
    room = IMAGES - len(_shown.drawn)
    _shown.more += len(numbers[room:])
    with _in_silence():
        figures = [plt.figure(number) for number in numbers[:room]]
        _shown.drawn += [attempt(partial(_small_png, figure)) for figure in figures]


def show(*_: object, block: bool | None = None, **__: object) -> None:
    """As a notebook does: a picture of each open figure, as it is now, and all are closed.

    Where a program would not wait, its windows stay open and go on changing until it ends.
    """
    if block is False or (block is None and plt.isinteractive()):
        return
    _draw_open()
    Gcf.destroy_all()


def _close_blank() -> None:
    """`plt.clf()` after `plt.show()` makes another figure, and nobody means that as a picture."""
    for number in plt.get_fignums() if _shown.drawn else ():
        if len(plt.figure(number).get_children()) == 1:
            Gcf.destroy(number)


def images() -> list[dict[str, Any]]:
    """Those shown, then those still open; of what is left out stderr says why."""
    if not plt.get_fignums() and not _shown.drawn:
        return []
    attempt(_close_blank)
    _draw_open()
    said = [*map(_complaint, _shown.drawn), _TOO_MANY.format(_shown.more) if _shown.more else ""]
    attempt(lambda: sys.stderr.write("".join(said)))
    return [_image(png) for png in _shown.drawn if isinstance(png, bytes)]


def _complaint(drawn: bytes | Raised | None) -> str:
    match drawn:
        case Raised(error):
            words = "".join(traceback.format_exception_only(error)).rstrip()
            if has_ended_with(words):
                return ""
            return f"a figure could not be drawn: {fit(words, MESSAGE_CHARACTERS)}\n"
        case None:
            return _LEFT_OUT
        case _:
            return ""
