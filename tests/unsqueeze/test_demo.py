"""What keeps a demo from starting is told by its own name."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from unsqueeze.commands.demo import chat_page
from unsqueeze.faults import SetupFault

TOKEN = "1:token"


async def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(SetupFault, match=f"port {port} of 127.0.0.1 cannot be used") as refused:
            async with chat_page(port, "127.0.0.1", TOKEN):
                pass

    assert "--port 0" in str(refused.value)


async def test_what_fails_later_is_not_called_a_port() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left") as failed:
        async with chat_page(0, "127.0.0.1", TOKEN):
            raise full

    assert failed.value is full


def test_a_signal_while_it_starts_leaves_nothing(tmp_path: Path) -> None:
    """The first thing that is there is the sandbox's folder; the first build comes later."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary), "UNSQUEEZE_DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "unsqueeze", "demo", "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )
    while not list(temporary.glob("unsqueeze-*")):
        assert process.poll() is None
        time.sleep(0.01)

    process.send_signal(signal.SIGTERM)
    # So long only where it is not ended at all.
    _, said = process.communicate(timeout=60)

    assert process.returncode == 0
    assert "Traceback" not in said
    assert list(temporary.iterdir()) == []
