"""The figures a snippet drew, as PNG."""

import base64
import io
import logging
import struct
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from sandbox.limits import IMAGE_BYTES, IMAGE_PIXELS, IMAGES, MESSAGE_CHARACTERS, MIB
from sandbox.worker.attempt import Raised, attempt
from sandbox.worker.execute import fit

_DPI: Final = 144
_PIXELS: Final = 1600
_PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_PNG_SIZE: Final = slice(16, 24)
_LEFT_OUT: Final = (
    f"a figure was left out: no PNG of it has at most {IMAGE_PIXELS} dots a side "
    f"and {IMAGE_BYTES // MIB} MiB\n"
)


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


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack("!II", png[_PNG_SIZE])
    return width, height


def _fits(png: bytes) -> bool:
    return png.startswith(_PNG) and len(png) <= IMAGE_BYTES and 0 < max(_size(png)) <= IMAGE_PIXELS


def _small_png(figure: Figure) -> bytes | None:
    """Fewer dots for a big figure; none when even half of them are too many, or too many bytes."""
    dpi = min(_DPI, _PIXELS / _longer_side(figure))
    tries = (_png(figure, dpi / divisor) for divisor in (1, 2))
    return next(filter(_fits, tries), None)


def _image(png: bytes) -> dict[str, Any]:
    width, height = _size(png)
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


def images() -> list[dict[str, Any]]:
    """All open figures, in the order they were made; of one left out stderr says why."""
    numbers = plt.get_fignums()[:IMAGES]
    if not numbers:
        return []
    with _in_silence():
        figures = [plt.figure(number) for number in numbers]
        drawn = [attempt(partial(_small_png, figure)) for figure in figures]
    attempt(lambda: sys.stderr.write("".join(map(_complaint, drawn))))
    return [_image(png) for png in drawn if isinstance(png, bytes)]


def _complaint(drawn: bytes | Raised | None) -> str:
    match drawn:
        case Raised(error):
            words = "".join(traceback.format_exception_only(error)).rstrip()
            return f"a figure could not be drawn: {fit(words, MESSAGE_CHARACTERS)}\n"
        case None:
            return _LEFT_OUT
        case _:
            return ""
