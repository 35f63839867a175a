"""What goes between a spare and its supervisor: a request comes, length-prefixed JSON goes back.

Before the JSON stands the run's nonce, so that nothing is parsed that comes without it.
`read` and `write`, because the jail forbids `recv` and `send`.
"""

import _socket
import ctypes
import io
import json.encoder
import marshal
import os
import resource
import select
import struct
import sys
from typing import Any, Final, TextIO

from sandbox.limits import FRAME_BYTES, MIB
from sandbox.linux import kernel
from sandbox.supervisor.pipes import GREETING, HEADER
from sandbox.worker.shield import attempt

# What is needed after a snippet, under names of our own: it may have put others in their place.
_read, _write = os.read, os.write
_OF_JSON: Any = json.encoder
# As `json.JSONEncoder` has it made for each message, of what is found in its module then. Nothing
# that we say holds itself or needs to be asked how it is written.
_encoded: Final = _OF_JSON.c_make_encoder(
    *(None, json.JSONEncoder().default, _OF_JSON.encode_basestring_ascii, None, ": ", ", "),
    *(False, False, True),
)

_PART_BYTES: Final = 64 * 1024
_MOST: Final = FRAME_BYTES // MIB
# The first is missed least.
_TO_SPARE: Final = ("tensors", "trace", "images")
_HANDLE: Final = struct.Struct("i")
# The run's nonce, while the snippet runs: in no object that Python's collector or a frame shows.
_hidden: Final = ctypes.create_string_buffer(32)
_BODY_BYTES: Final = FRAME_BYTES - HEADER.size - len(_hidden)


def _message(descriptor: int) -> bytes:
    """The one message that comes: a read mostly takes it whole, header and all."""
    said = b""
    while len(said) < HEADER.size or len(said) < HEADER.size + HEADER.unpack_from(said)[0]:
        part = _read(descriptor, _PART_BYTES)
        if not part:
            raise EOFError("the supervisor went away")
        said += part
    return said[HEADER.size :]


def is_quiet(descriptor: int, seconds: float) -> bool:
    """Whether nothing comes within that time."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return not poll.poll(1000 * seconds)


def receive(descriptor: int) -> dict[str, Any]:
    """The supervisor's request: it is of the same Python and trusted, so marshal will do."""
    message: dict[str, Any] = marshal.loads(_message(descriptor))  # noqa: S302
    _hidden.raw = message.pop("nonce")
    return message


def ask(descriptor: int, message: dict[str, Any]) -> None:
    """Send a request as the supervisor does, for a rehearsal; its nonce means nothing."""
    body = marshal.dumps(message | {"nonce": bytes(_hidden)})
    os.write(descriptor, HEADER.pack(len(body)) + body)


def greet(descriptor: int, listener: int | None, own_disk: int | None = None) -> None:
    """Say that we are ready, and hand over what the jail lets us send no more.

    That is the listener to our end, and a disk of our own that nobody else could look into.
    """
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, 0, descriptor)
    handed = [handle for handle in (listener, own_disk) if handle is not None]
    rights = b"".join(map(_HANDLE.pack, handed))
    said = GREETING.pack(peak_kib, listener is not None, own_disk is not None)
    link.sendmsg([said], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, rights)] if rights else [])
    link.detach()
    for handle in handed:
        os.close(handle)


def _body(message: dict[str, Any]) -> bytes:
    return "".join(_encoded(message, 0)).encode("ascii")


def _without(message: dict[str, Any], part: str) -> bytes:
    """The message with one part left out, and the snippet told so: what is too long is refused."""
    if message[part]:
        message[part] = []
        words = f"the {part} were left out: with them the result would be over {_MOST} MiB\n"
        attempt(lambda: sys.stderr.write(words))
    return _body(message)


def send(descriptor: int, message: dict[str, Any]) -> None:
    """Answer the request, with its nonce."""
    body = _body(message)
    for part in _TO_SPARE:
        if len(body) <= _BODY_BYTES:
            break
        body = _without(message, part)
    rest = memoryview(HEADER.pack(len(_hidden) + len(body)) + _hidden.raw + body)
    while rest:
        rest = rest[_write(descriptor, rest) :]


# The standard streams of a run: made once in the zygote, for all spares.

Streams = tuple[TextIO, TextIO, TextIO]

_NAMES: Final = ("stdin", "stdout", "stderr")
_OUTPUTS: Final = ("__stdout__", "__stderr__", "stdout", "stderr")


def on_pipes() -> Streams:
    """Made while pipes are the outputs, as in a spare: a stream asks but once what it writes to."""
    kept = os.dup(1), os.dup(2)
    reading, writing = os.pipe()
    for place in (1, 2):
        os.dup2(writing, place)
    made = _input(), _output(1, "stdout", "strict"), _output(2, "stderr", "backslashreplace")
    for place, descriptor in zip((1, 2), kept, strict=True):
        os.dup2(descriptor, place)
    for descriptor in (*kept, reading, writing):
        os.close(descriptor)
    return made


def _input() -> TextIO:
    buffer = io.BufferedReader(io.FileIO(0, closefd=False))
    return _named(io.TextIOWrapper(buffer, encoding="utf-8"), "stdin", "r")


def _named(stream: Any, name: str, mode: str) -> TextIO:
    """Under the name that Python gives its own: logging shows it."""
    stream.buffer.raw.name, stream.mode = f"<{name}>", mode
    made: TextIO = stream
    return made


def _output(descriptor: int, name: str, errors: str) -> TextIO:
    """Line by line, as a terminal has it: what was printed before a kill is not lost."""
    raw = io.FileIO(descriptor, "w", closefd=False)
    made = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding="utf-8", errors=errors, line_buffering=True
    )
    return _named(made, name, "w")


def put_in_place(streams: Streams) -> None:
    """Make them Python's, in a spare: they read and write its descriptors 0, 1 and 2."""
    for name, stream in zip(_NAMES, streams, strict=True):
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def flush() -> None:
    """Write out what is left in Python's and C's buffers; raises nothing.

    A snippet may have put anything in a stream's place, or nothing.
    """
    streams = [getattr(sys, name, None) for name in _OUTPUTS]
    for stream in {id(stream): stream for stream in streams}.values():
        attempt(lambda stream=stream: stream.flush())  # type: ignore[misc]
    kernel.flush_c_streams()
