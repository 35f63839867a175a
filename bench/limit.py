"""The least that running a snippet in a process of its own can take, if nobody had to be stopped.

A plain Python with torch forks a child for each request, beforehand; the child has run the same
snippet over the same socket a few times. What is timed is one round trip: the source goes over,
is compiled and run, and the repr of its value comes back. No jail, no limits, no other facts.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_WARM_UPS = 5
_MESSAGE_BYTES = 65536
_SPLIT = b"\0"
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class Limit:
    """Seen from the bench: `prepare` a child, then `run` once. Blocks, as the quickest client."""

    def __init__(self, link: socket.socket, body: str, value: str) -> None:
        self._link = link
        self._message = body.encode() + _SPLIT + value.encode()
        self._child: socket.socket | None = None
        self._expected = b""

    async def prepare(self) -> None:
        self.close()
        self._child, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._link, [b"f"], [theirs.fileno()])
        for _ in range(_WARM_UPS):
            self._expected = self._ask()

    async def run(self) -> None:
        if self._ask() != self._expected:
            raise RuntimeError("the limit answered something else than before")

    def _ask(self) -> bytes:
        if self._child is None:
            raise RuntimeError("the limit was not prepared")
        self._child.sendall(self._message)
        if not (answer := self._child.recv(_MESSAGE_BYTES)):
            raise RuntimeError("the child of the limit ended")
        return answer

    def close(self) -> None:
        """The child ends with its socket."""
        if self._child:
            self._child.close()


@contextmanager
def limit(body: str, value: str) -> Iterator[Limit]:
    """The forking process lives as long as this context."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                env=os.environ | _ONE_THREAD,
            )
        made = Limit(ours, body, value)
        try:
            yield made
        finally:
            made.close()
            ours.shutdown(socket.SHUT_RDWR)
            process.wait(30)


def _answer(message: bytes, names: dict[str, object]) -> bytes:
    body, _, value = message.partition(_SPLIT)
    space = dict(names)
    exec(compile(body, "<snippet>", "exec"), space)  # noqa: S102
    return repr(eval(compile(value, "<snippet>", "eval"), space)).encode()  # noqa: S307


def _serve(channel: socket.socket, names: dict[str, object]) -> NoReturn:
    try:
        while message := channel.recv(_MESSAGE_BYTES):
            channel.sendall(_answer(message, names))
    finally:
        os._exit(0)


def _fork_on_request(link: socket.socket) -> None:
    import torch

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    names = {"torch": torch}
    while True:
        said, handed, _, _ = socket.recv_fds(link, 1, 1)
        if not said:
            return
        with socket.socket(fileno=handed[0]) as channel:
            if os.fork() == 0:
                link.close()
                _serve(channel, names)


if __name__ == "__main__":
    _fork_on_request(socket.socket(fileno=int(sys.argv[1])))
