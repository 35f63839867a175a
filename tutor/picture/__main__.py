"""The painter: orders on stdin, pictures on stdout, until stdin ends."""

import logging
import sys
from typing import BinaryIO

# Where it may not write its cache, matplotlib says so at length; it works all the same.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

from tutor.picture.scene.paint import painted  # noqa: E402  # after its logger is set
from tutor.picture.scene.wire import HEADER, framed, order_in  # noqa: E402


def paint(orders: BinaryIO, pictures: BinaryIO) -> None:
    """One picture for each order; what is no order ends the process."""
    while header := orders.read(HEADER.size):
        order = order_in(orders.read(*HEADER.unpack(header)))
        pictures.write(framed(painted(order.scene, order.theme)))
        pictures.flush()


if __name__ == "__main__":
    paint(sys.stdin.buffer, sys.stdout.buffer)
