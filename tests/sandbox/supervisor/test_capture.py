"""What is taken of a stream after its writer's end."""

import fcntl
import os

import pytest

from sandbox.supervisor.pipes import Capture


def _capture(descriptor: int, *, flood: int) -> Capture:
    return Capture(descriptor, keep=8, flood=flood, on_flood=lambda: None)


async def test_a_writer_that_does_not_end_is_not_waited_for() -> None:
    """While a run is held at its exit its other threads go on, and all others wait for us here."""
    endless = _capture(os.open("/dev/zero", os.O_RDONLY), flood=64 << 20)

    endless.drain()

    assert 0 < endless.output.total < 64 << 20
    endless.close()


@pytest.mark.parametrize("mode", [0, os.O_DIRECT], ids=["as it comes", "in packets"])
async def test_all_that_a_full_pipe_holds_is_taken(mode: int) -> None:
    ours, theirs = os.pipe2(mode | os.O_NONBLOCK)
    fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, 256 * 1024)
    written = 0
    try:
        while True:
            written += os.write(theirs, b"x" * 7)
    except BlockingIOError:
        os.close(theirs)
    full = _capture(ours, flood=64 << 20)

    full.drain()

    assert full.output.total == written
    full.close()
