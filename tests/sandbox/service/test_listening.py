"""Where a service cannot listen it says so in one line; who is connected may not stay for ever."""

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sandbox.service import listening as module
from sandbox.service.listening import QuietServer

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


ASKS = b"GET / HTTP/1.1\r\nHost: sandbox\r\n\r\n"


@asynccontextmanager
async def served(path: Path, goes_on: asyncio.Event) -> AsyncIterator[None]:
    """Who asks is answered once it `goes_on`."""

    async def answer(_request: Request) -> PlainTextResponse:
        await goes_on.wait()
        return PlainTextResponse("answered")

    server = QuietServer.of(Starlette(routes=[Route("/", answer)]), uds=str(path))
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.handle_exit(signal.SIGTERM, None)
        await serving


@pytest.mark.parametrize(
    "sent", [b"", b"\r\n", ASKS], ids=["nothing", "an empty line", "a request"]
)
async def test_who_asks_nothing_more_is_hung_up_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sent: bytes
) -> None:
    monkeypatch.setattr(module, "_IDLE_SECONDS", 0.2)
    goes_on = asyncio.Event()
    goes_on.set()
    async with served(tmp_path / "sock", goes_on), asyncio.timeout(60):
        reader, writer = await asyncio.open_unix_connection(tmp_path / "sock")
        writer.write(sent)
        heard = await reader.read()
        writer.close()

    assert heard.endswith(b"answered") == (sent == ASKS)


async def test_of_too_many_the_one_idle_for_longest_makes_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "_CONNECTIONS", 3)
    goes_on = asyncio.Event()
    async with served(tmp_path / "sock", goes_on), asyncio.timeout(60):
        links = [await asyncio.open_unix_connection(tmp_path / "sock") for _ in range(3)]
        links[0][1].write(ASKS)
        await asyncio.sleep(0.1)

        links.append(await asyncio.open_unix_connection(tmp_path / "sock"))
        first_idle = await links[1][0].read()
        goes_on.set()
        for at in (2, 3):
            links[at][1].write(ASKS)
        answers = [await links[at][0].readuntil(b"answered") for at in (0, 2, 3)]
        for _, writer in links:
            writer.close()

    assert first_idle == b""
    assert all(answer.startswith(b"HTTP/1.1 200") for answer in answers)
