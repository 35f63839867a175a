"""The figures a snippet drew, as PNG."""

import base64
import io
import struct
import warnings
from functools import partial
from typing import Any, Final

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from sandbox.limits import IMAGE_BYTES, IMAGES
from sandbox.worker.attempt import attempt

_DPI: Final = 144
_PIXELS: Final = 1600
_PNG_SIZE: Final = slice(16, 24)


def _png(figure: Figure, dpi: float) -> bytes:
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=dpi)
    return target.getvalue()


def _small_png(figure: Figure) -> bytes | None:
    """Fewer dots for a big figure; none when even half of them are too many bytes."""
    dpi = min(_DPI, _PIXELS / max(*figure.get_size_inches(), 1))
    tries = (_png(figure, dpi / divisor) for divisor in (1, 2))
    return next((png for png in tries if len(png) <= IMAGE_BYTES), None)


def _image(png: bytes) -> dict[str, Any]:
    width, height = struct.unpack("!II", png[_PNG_SIZE])
    data = base64.b64encode(png).decode("ascii")
    return {"mime": "image/png", "data": data, "width": width, "height": height}


def images() -> list[dict[str, Any]]:
    """All open figures, in the order they were made; one that cannot be drawn is left out.

    What drawing warns of is said where the snippet itself draws, and nowhere else.
    """
    numbers = plt.get_fignums()[:IMAGES]
    if not numbers:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _drawn(numbers)


def _drawn(numbers: list[int]) -> list[dict[str, Any]]:
    figures = [plt.figure(number) for number in numbers]
    drawn = [attempt(partial(_small_png, figure)) for figure in figures]
    return [_image(png) for png in drawn if isinstance(png, bytes)]
