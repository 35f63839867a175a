"""One contract for every way to reach a sandbox, and for its fake."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import pytest
import uvloop

from sandbox.client import connect
from sandbox.linux import jail
from sandbox.protocol import Outcome, Runner, RunRequest, SandboxUnavailable
from tests.fakes.runner import FakeRunner, result
from tests.sandbox.conftest import serving


@pytest.fixture(scope="module")
def over_tcp() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(address=f"127.0.0.1:{port}"):
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def fake() -> AsyncIterator[Runner]:
    yield FakeRunner(result(value="2", stdout="hi\n"))


@pytest.fixture(params=["embedded", "service", "fake"])
def connected(request: pytest.FixtureRequest) -> AbstractAsyncContextManager[Runner]:
    match request.param:
        case "fake":
            return fake()
        case "service":
            return connect(request.getfixturevalue("over_tcp"))
        case _:
            if jail.probe().missing:
                pytest.skip("this system can't jail")
            return connect("embedded", spares=1)


def test_a_client_may_run_on_another_loop(over_tcp: str) -> None:
    async def asked() -> str | None:
        async with connect(over_tcp) as runner:
            return (await runner.run(RunRequest(code="1 + 1"))).value

    assert uvloop.run(asked()) == "2"


async def test_a_runner_keeps_its_contract(
    connected: AbstractAsyncContextManager[Runner],
) -> None:
    async with connected as runner:
        answer = await runner.run(RunRequest(code="print('hi')\n1 + 1"))
        rejected = await runner.run(RunRequest(code="x" * 20_000))
        half = await runner.run(RunRequest(code="'\ud800'"))
        null = await runner.run(RunRequest(code="\0"))

    assert (answer.outcome, answer.value, answer.stdout) == (Outcome.OK, "2", "hi\n")
    assert (rejected.outcome, half.outcome) == (Outcome.REJECTED, Outcome.REJECTED)
    assert null.outcome is Outcome.ERROR


async def test_without_a_service_it_says_so() -> None:
    async with connect("unix:/nowhere/sock") as runner:
        runner._within = 0.2  # type: ignore[attr-defined]
        with pytest.raises(SandboxUnavailable, match="no sandbox"):
            await runner.run(RunRequest(code="1"))


async def test_who_asks_a_service_in_vain_is_not_told_the_password() -> None:
    async with connect("http://user:canary@127.0.0.1:1") as runner:
        runner._within = 0.2  # type: ignore[attr-defined]
        with pytest.raises(SandboxUnavailable, match="no sandbox at http://127") as refused:
            await runner.run(RunRequest(code="1"))

    assert "canary" not in str(refused.value)


async def test_a_time_without_a_sandbox_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever runs the tutor learns of it; what learners sent is in no line."""
    caplog.set_level("INFO", "sandbox.client")
    place = tmp_path / "sock"
    mine = "print('my own words')"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = result().model_dump_json().encode()
        head = f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        writer.close()
        await writer.wait_closed()

    async with connect(f"unix:{place}") as runner:
        runner._within = 0.1  # type: ignore[attr-defined]
        for _ in range(2):
            with pytest.raises(SandboxUnavailable):
                await runner.run(RunRequest(code=mine))
        service = await asyncio.start_unix_server(answer, place)
        await runner.run(RunRequest(code=mine))
        await runner.run(RunRequest(code=mine))
        service.close()

    assert [each.getMessage() for each in caplog.records] == [
        "sandbox_unreachable",
        "sandbox_reachable",
    ]
    said = vars(caplog.records[0])
    assert said["url"] == f"unix:{place}"
    assert "No such file" in said["error"]
    assert "my own words" not in str([vars(each) for each in caplog.records])


_STOPPING = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
    b"Content-Length: 2\r\n\r\n{}"
)
_AT_A_LOSS = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def _once(place: Path, answer: bytes, *, after: float = 0) -> AsyncIterator[None]:
    """A service that answers once so, and then as it should."""
    body = result(value="2").model_dump_json().encode()
    answers = [answer, b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)]

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(after)
        writer.write(answers.pop(0))
        writer.close()
        await writer.wait_closed()

    service = await asyncio.start_unix_server(served, place)
    yield
    service.close()


async def test_a_service_that_stops_is_asked_again(tmp_path: Path) -> None:
    async with _once(tmp_path / "sock", _STOPPING), connect(f"unix:{tmp_path}/sock") as runner:
        assert (await runner.run(RunRequest(code="1 + 1"))).value == "2"


async def test_a_service_that_stays_and_is_at_a_loss_is_not_asked_again(tmp_path: Path) -> None:
    async with _once(tmp_path / "sock", _AT_A_LOSS), connect(f"unix:{tmp_path}/sock") as runner:
        with pytest.raises(SandboxUnavailable, match="answered 503"):
            await runner.run(RunRequest(code="1 + 1"))


@pytest.mark.parametrize("last_words", [b"", _STOPPING])
async def test_a_service_that_goes_away_late_is_asked_again_as_one_that_does_so_early(
    tmp_path: Path, last_words: bytes
) -> None:
    """It may have been running the snippet for longer than one waits for a service."""
    place = tmp_path / "sock"
    async with _once(place, last_words, after=0.3), connect(f"unix:{place}") as runner:
        runner._within = 0.1  # type: ignore[attr-defined]
        assert (await runner.run(RunRequest(code="1 + 1"))).value == "2"


async def test_an_odd_address_is_refused() -> None:
    with pytest.raises(ValueError, match="expected embedded, unix:PATH or http"):
        async with connect("ftp://example.org"):
            pass


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if entry.name.isdigit() and int(stat[1]) == parent:
            found.append(int(entry.name))
    return found


def _tree(parent: int) -> list[int]:
    children = _children(parent)
    return [*children, *(below for child in children for below in _tree(child))]


def _wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline, "processes were left behind"
        time.sleep(0.05)


@pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")
class TestEmbedded:
    async def test_it_leaves_no_process_and_no_folder(self, tmp_path: Path, monkeypatch) -> None:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        others = set(_tree(os.getpid()))
        async with connect("embedded", spares=2) as runner:
            await runner.run(RunRequest(code="1"))
            pids = [pid for pid in _tree(os.getpid()) if pid not in others]
            assert len(pids) >= 3

        _wait_until_gone(pids)
        assert list(tmp_path.iterdir()) == []

    async def test_it_comes_back_after_a_crash(self, tmp_path: Path, monkeypatch) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        others = set(_children(os.getpid()))
        async with connect("embedded", spares=1) as runner:
            await runner.run(RunRequest(code="1"))
            (service,) = set(_children(os.getpid())) - others
            below = _tree(service)

            os.kill(service, signal.SIGKILL)
            answer = await runner.run(RunRequest(code="2"))

        assert answer.value == "2"
        _wait_until_gone(below)
        assert list(tmp_path.iterdir()) == []

    async def test_what_runs_when_it_is_told_to_stop_runs_again(self) -> None:
        others = set(_children(os.getpid()))
        async with connect("embedded", spares=1) as runner:
            await runner.run(RunRequest(code="1"))
            (service,) = set(_children(os.getpid())) - others
            slow = asyncio.create_task(runner.run(RunRequest(code="import time; time.sleep(2); 3")))
            await asyncio.sleep(0.3)

            os.kill(service, signal.SIGTERM)
            answer = await slow

        assert answer.value == "3"

    async def test_its_socket_is_nobody_else_s(self, tmp_path: Path, monkeypatch) -> None:
        """A folder that only its owner may enter; runs have other uids, and one of their own."""
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        tmp_path.chmod(0o711)
        async with connect("embedded", spares=1) as runner:
            await runner.run(RunRequest(code="1"))
            (socket,) = tmp_path.rglob("*sock*")
            of_runs = next(tmp_path.rglob("run-*"))
            above = {
                which: [
                    (tmp_path / each).stat().st_mode & 0o077
                    for each in place.relative_to(tmp_path).parents
                ]
                for which, place in {"socket": socket, "runs": of_runs}.items()
            }

        assert 0 in above["socket"]
        assert 0 not in above["runs"]

    async def test_no_secret_reaches_the_service(self, monkeypatch) -> None:
        monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKEN", "canary")
        others = set(_tree(os.getpid()))
        async with connect("embedded", spares=1) as runner:
            await runner.run(RunRequest(code="1"))

            environments = []
            for pid in set(_tree(os.getpid())) - others:
                # The one that ran may end just now.
                with suppress(FileNotFoundError, ProcessLookupError):
                    environments.append(Path(f"/proc/{pid}/environ").read_bytes())

        assert environments
        assert not any(b"canary" in environment for environment in environments)
