"""The standard streams of a run: made once in the zygote, for all spares."""

import io
import os
import sys
from typing import Any, Final, TextIO

from sandbox import kernel
from sandbox.worker.attempt import attempt

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
