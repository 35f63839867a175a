"""What Docker asks: is the sandbox ready to run snippets?"""

import json
import socket
import subprocess
import sys
from pathlib import Path

from sandbox.health import check


def asked(address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sandbox.health", address],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_service_that_is_ready_is_well(service: tuple[str, int]) -> None:
    done = asked(service[0])

    assert done.returncode == 0
    assert json.loads(done.stdout)["status"] == "ok"


def test_nobody_there_is_not_well(tmp_path: Path) -> None:
    done = asked(f"unix:{tmp_path}/absent")

    assert done.returncode == 1
    assert "no sandbox at unix:" in done.stdout


def test_a_service_over_tcp_is_asked_as_well() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]

    well, said = check(f"127.0.0.1:{port}")

    assert not well
    assert f"no sandbox at 127.0.0.1:{port}" in said
