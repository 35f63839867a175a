"""Length-prefixed JSON between a spare and its supervisor.

`read` and `write`, because the jail forbids `recv` and `send`.
"""

import json
import os
import socket
import struct
from typing import Any

_HEADER = struct.Struct("!I")


def _exactly(descriptor: int, size: int) -> bytes:
    parts = []
    while size:
        part = os.read(descriptor, size)
        if not part:
            raise EOFError("the supervisor went away")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def receive(descriptor: int) -> dict[str, Any]:
    (size,) = _HEADER.unpack(_exactly(descriptor, _HEADER.size))
    message: dict[str, Any] = json.loads(_exactly(descriptor, size))
    return message


def hand_out(descriptor: int, handed: int) -> None:
    """Give the supervisor a descriptor, while the jail still lets us send one."""
    with socket.socket(fileno=os.dup(descriptor)) as link:
        socket.send_fds(link, [b"\0"], [handed])
    os.close(handed)


def send(descriptor: int, message: dict[str, Any]) -> None:
    body = json.dumps(message).encode("ascii")
    rest = memoryview(_HEADER.pack(len(body)) + body)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
