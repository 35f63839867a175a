"""A scene on its way to the process that paints it, and the picture on its way back.

Each is a frame: four bytes of length, then so many bytes.
"""

import struct
from typing import Final

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from tutor.picture.scene.marks import Scene, Theme

HEADER: Final = struct.Struct("!I")
# A picture is some hundred KiB; a scene of a thousand marks about two hundred.
LARGEST_FRAME_BYTES: Final = 16 * 2**20


@dataclass(frozen=True)
class Order:
    """What is to be painted, and for which background."""

    scene: Scene
    theme: Theme


_ORDERS: Final = TypeAdapter(Order)


def ordered(scene: Scene, theme: Theme = Theme.LIGHT) -> bytes:
    """An order as a frame."""
    return framed(_ORDERS.dump_json(Order(scene, theme)))


def order_in(content: bytes) -> Order:
    return _ORDERS.validate_json(content)


def framed(content: bytes) -> bytes:
    return HEADER.pack(len(content)) + content
