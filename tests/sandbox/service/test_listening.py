"""Where a service cannot listen it says so in one line, before anything is started."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = [("sandbox.service.app",), ("unsqueeze", "sandbox")]


def listening(program: tuple[str, ...], place: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *program, "--listen", place]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_socket_where_another_service_answers_is_left_to_it(
    program: tuple[str, ...], tmp_path: Path
) -> None:
    """It would be out of reach for as long as it runs, and nobody told."""
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()
        before = path.stat().st_ino

        done = listening(program, f"unix:{path}")

    assert done.returncode == 2
    assert done.stderr == f"--listen: unix:{path} cannot be used: Address already in use\n"
    assert path.stat().st_ino == before


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_port_that_is_taken_is_told(program: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"

        done = listening(program, place)

    assert done.returncode == 2
    assert done.stderr == f"--listen: {place} cannot be used: Address already in use\n"


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("192.0.2.1", "Cannot assign requested address"),
        ("nobody.invalid", ""),
    ],
)
def test_an_address_that_is_not_this_machine_s_is_told(host: str, said: str) -> None:
    done = listening(("sandbox.service.app",), f"{host}:0")

    assert done.returncode == 2
    assert f"--listen: {host}:0 cannot be used: {said}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_port_that_there_cannot_be_is_told() -> None:
    done = listening(("sandbox.service.app",), "127.0.0.1:99999")

    assert done.returncode == 2
    assert done.stderr == "--listen: expected unix:PATH or HOST:PORT, got '127.0.0.1:99999'\n"


def test_a_socket_whose_queue_is_full_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as other, socket.socket(socket.AF_UNIX) as waiting:
        other.bind(str(path))
        other.listen(0)
        waiting.connect(str(path))

        done = listening(("sandbox.service.app",), f"unix:{path}")

    assert done.returncode == 2
    assert "Address already in use" in done.stderr
