"""The service over HTTP, and what it outlives."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sandbox.linux import jail
from sandbox.protocol import RunRequest, RunResult, SandboxBusy, SandboxUnavailable
from sandbox.service.app import app
from sandbox.service.listening import QuietServer
from sandbox.supervisor import nursery
from sandbox.supervisor import supervisor as supervisor_module
from sandbox.supervisor.supervisor import Supervisor, supervising

needs_a_jail = pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")


@pytest.fixture
async def http(service: tuple[str, int]) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.AsyncHTTPTransport(uds=service[0].removeprefix("unix:"))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client


async def test_a_run_answers_with_a_result(http: httpx.AsyncClient) -> None:
    response = await http.post("/v1/run", json={"code": "1 + 1"})

    assert response.status_code == 200
    assert RunResult.model_validate_json(response.content).value == "2"


# A mebibyte of them takes most of a second to refuse one by one.
MANY_NAMES = b", ".join(b'"%d": 0' % number for number in range(80_000))
NO_JSON = "expected a JSON object in UTF-8"
BAD = {
    "no json": (b"{", 400, NO_JSON),
    "nothing": (b"", 400, NO_JSON),
    "deep json": (b"[" * 100_000, 400, NO_JSON),
    "deep json that ends": (b"[" * 100_000 + b"]" * 100_000, 400, NO_JSON),
    "not text": (b"\xff\xfe", 400, NO_JSON),
    "another encoding": ('{"code": "1"}'.encode("utf-16"), 400, NO_JSON),
    "a byte order mark": (b'\xef\xbb\xbf{"code": "1"}', 400, NO_JSON),
    "a name twice": (b'{"code": "1", "code": "2"}', 400, "a name comes twice"),
    "a name twice inside": (b'{"code": "", "want": {"value": true, "value": false}}', 400, "twice"),
    "no number": (b'{"code": "", "wall_seconds": NaN}', 400, "NaN is no JSON number"),
    "infinity": (b'{"code": "", "wall_seconds": -Infinity}', 400, "-Infinity is no JSON number"),
    "a number of 5,000 digits": (b'{"code": "", "seed": ' + b"9" * 5000 + b"}", 400, NO_JSON),
    "no object": (b"[]", 422, "RunRequest"),
    "no code": (b"{}", 422, "code: Field required"),
    "unknown field": (b'{"code": "", "colour": "red"}', 422, "colour"),
    "half a character in a name": (b'{"code": "", "\\ud800": 1}', 422, "\\ud800"),
    "half a character in a value": (b'{"code": "", "seed": "\\ud800"}', 422, "ud800"),
    "negative seed": (b'{"code": "", "seed": -1}', 422, "greater than or equal to 0, got -1"),
    "a seed beyond 63 bits": (b'{"code": "", "seed": 9223372036854775808}', 422, "seed"),
    "endless wall": (b'{"code": "", "wall_seconds": 1e9}', 422, "less than or equal to 30"),
    "a wall of no time at all": (
        b'{"code": "", "wall_seconds": 1e-300}',
        422,
        "than or equal to 0.001, got 1e-300",
    ),
    "many names": (b'{"code": "", "want": {%s}}' % MANY_NAMES, 400, "of a few fields"),
    "many lists": (b"[%s[]]" % (b"[]," * 300_000), 400, "of a few fields"),
    "a wall beyond all numbers": (b'{"code": "", "wall_seconds": 1e999}', 422, "wall_seconds"),
    "code that is no text": (b'{"code": 1}', 422, "code"),
    "a thousand faults": (
        b'{"code": "", %s}' % b", ".join(b'"a%d": 1' % number for number in range(1000)),
        422,
        "and 995 more",
    ),
}


@pytest.mark.parametrize(("body", "status", "words"), BAD.values(), ids=BAD.keys())
async def test_a_bad_request_is_told_what_was_expected(
    http: httpx.AsyncClient, body: bytes, status: int, words: str
) -> None:
    response = await http.post("/v1/run", content=body)

    assert response.status_code == status
    assert words in response.json()["error"]
    assert len(response.content) < 4000


async def test_a_huge_body_is_not_read(http: httpx.AsyncClient) -> None:
    response = await http.post("/v1/run", content=b" " * (2**20 + 1))

    assert response.status_code == 413
    assert response.headers["Connection"] == "close"


async def test_an_endless_body_is_cut_off_early(http: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 2**30:
            sent += 2**16
            yield b" " * 2**16

    response = await http.post("/v1/run", content=endless())

    assert response.status_code == 413
    assert sent < 2**25


async def _raw(service: tuple[str, int], *parts: bytes, pause: float = 0.0) -> bytes:
    """What is answered to bytes that no client would send."""
    path = service[0].removeprefix("unix:")
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.close()


_HEAD = b"POST /v1/run HTTP/1.1\r\nHost: sandbox\r\n"
_LONG_BODY = b'Content-Length: 28\r\n\r\n{"code": "while True: pass"}'


async def test_a_gigabyte_that_is_only_announced_is_refused_at_once(
    service: tuple[str, int],
) -> None:
    answer = await _raw(service, _HEAD + b"Content-Length: 1073741824\r\n\r\n{")

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"expected a body of at most 1048576 bytes, got 1073741824" in answer


@needs_a_jail
async def test_a_body_that_never_ends_is_waited_for_only_so_long(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("sandbox.service.intake.BODY_WITHIN_SECONDS", 0.3)
    socket = f"{tmp_path}/sock"
    server = QuietServer.of(app(jail.probe(), spares=1), uds=socket)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)

    answer = await _raw((f"unix:{socket}", 0), _HEAD + b"Content-Length: 20\r\n\r\n{")
    server.handle_exit(signal.SIGTERM, None)
    await serving

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"expected the body within 0.3 s" in answer


async def _held(request: Request) -> PlainTextResponse:
    await request.body()
    return PlainTextResponse(f"{len(request.scope['headers'])} headers")


async def test_headers_behind_a_body_are_not_kept(tmp_path: Path) -> None:
    """Nobody reads them, and they may come without end."""
    address = f"unix:{tmp_path}/sock"
    held = Starlette(routes=[Route("/v1/run", _held, methods=["POST"])])
    server = QuietServer.of(held, uds=f"{tmp_path}/sock")
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)

    chunked = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\nx\r\n0\r\n"
    answer = await _raw((address, 0), _HEAD + chunked + b"X: y\r\n" * 100 + b"\r\n")
    server.handle_exit(signal.SIGTERM, None)
    await serving

    assert answer.endswith(b"\r\n\r\n3 headers")


async def test_an_endless_head_is_cut_off(service: tuple[str, int]) -> None:
    many = b"".join(b"X-%d: 1\r\n" % number for number in range(10_000))

    answer = await _raw(service, _HEAD + many[:70_000])

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"expected a head of at most 65536 bytes" in answer


@needs_a_jail
async def test_a_head_that_never_ends_is_waited_for_only_so_long(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("sandbox.service.listening._HEAD_WITHIN_SECONDS", 0.3)
    socket = f"{tmp_path}/sock"
    server = QuietServer.of(app(jail.probe(), spares=1), uds=socket)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)

    answer = await _raw((f"unix:{socket}", 0), _HEAD)
    server.handle_exit(signal.SIGTERM, None)
    await serving

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"expected the whole head within 0.3 s" in answer
    assert not Path(socket).exists()


@pytest.mark.parametrize("sent", [b"\x16\x03\x01 hello", b"POST /v1/run HTTP/1.1\r\nno colon"])
async def test_bytes_that_are_no_http_are_a_problem_like_any_other(
    service: tuple[str, int], sent: bytes
) -> None:
    head, _, body = (await _raw(service, sent + b"\r\n\r\n")).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/json" in head
    assert json.loads(body) == {"error": "expected an HTTP request, got something else"}


async def test_a_body_in_pieces_is_read_to_its_end(service: tuple[str, int]) -> None:
    body = b'{"code": "1 + 1"}'
    head = _HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    pieces = [bytes([byte]) for byte in body]

    answer = await _raw(service, head, *pieces, pause=0.001)

    assert b'"value":"2"' in answer


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "\xff"])
async def test_another_media_type_is_refused(http: httpx.AsyncClient, kind: str) -> None:
    headers = {"Content-Type": kind.encode("latin-1")}

    response = await http.post("/v1/run", content=b'{"code": "1"}', headers=headers)

    assert response.status_code == 415
    assert "expected application/json" in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/run", 405),
        ("DELETE", "/v1/run", 405),
        ("POST", "/healthz", 405),
        ("GET", "/", 404),
        ("POST", "/v1/run/", 404),
        ("GET", "/healthz/", 404),
    ],
)
async def test_what_is_not_there_is_a_problem_like_any_other(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await http.request(method, path)

    assert response.status_code == status
    assert "POST /v1/run" in response.json()["error"]
    assert status != 405 or response.headers["Allow"]


async def test_a_learner_is_named_briefly(http: httpx.AsyncClient) -> None:
    body = {"code": "1"}

    fine = await http.post("/v1/run", json=body, headers={"X-Learner": "a" * 64})
    long = await http.post("/v1/run", json=body, headers={"X-Learner": "a" * 65})

    assert fine.status_code == 200
    assert long.status_code == 400
    assert "64 characters in X-Learner" in long.json()["error"]


async def test_long_code_is_a_result(http: httpx.AsyncClient) -> None:
    response = await http.post("/v1/run", json={"code": "#" * 20_000})

    assert response.json()["outcome"] == "rejected"
    assert "16 KiB" in response.json()["error"]["message"]


@pytest.mark.parametrize(("code", "outcome"), [("\\u0000", "error"), ("\\ud800", "rejected")])
async def test_code_that_is_no_text_is_a_result(
    http: httpx.AsyncClient, code: str, outcome: str
) -> None:
    response = await http.post("/v1/run", content=f'{{"code": "{code}"}}'.encode())

    assert response.json()["outcome"] == outcome
    assert response.json()["error"]["line"] == 1


METRICS = (
    'sandbox_runs_total{outcome="ok"}',
    'sandbox_runs_total{outcome="timeout"}',
    "sandbox_run_seconds_bucket",
    "sandbox_wait_seconds_bucket",
    "sandbox_busy_total",
    "sandbox_unavailable_total",
    "sandbox_left_total",
    "sandbox_idle",
    "sandbox_running",
    "sandbox_waiting",
    "sandbox_zygotes 1.0",
    "sandbox_zygote_resident_bytes",
    'sandbox_zygote_losses_total{cause="stuck"} 0.0',
    'sandbox_spare_losses_total{cause="idle"} 0.0',
    'sandbox_info{isolation="rlimits',
)


async def test_health_and_metrics_are_told(http: httpx.AsyncClient) -> None:
    await http.post("/v1/run", json={"code": "1"})

    async with asyncio.timeout(60):
        # The one spare that there is has just been used up.
        while (health := await http.get("/healthz")).json()["status"] == "starting":
            await asyncio.sleep(0.05)
    metrics = await http.get("/metrics")

    assert health.json()["status"] == "ok"
    assert "landlock" in health.json()["isolation"]
    assert health.json()["trouble"] is None
    for told in METRICS:
        assert f"\n{told}" in metrics.text


async def test_nobody_waiting_ends_the_run(http: httpx.AsyncClient) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await http.post("/v1/run", json={"code": "while True: pass"}, timeout=0.3)

    for _ in range(50):
        running = (await http.get("/healthz")).json()["running"]
        if running == 0:
            break
        await asyncio.sleep(0.05)
    assert running == 0
    assert await _left(http) > 0


async def test_a_client_that_goes_away_before_its_body_is_there_is_counted(
    http: httpx.AsyncClient, service: tuple[str, int]
) -> None:
    before = await _left(http)

    _, writer = await asyncio.open_unix_connection(service[0].removeprefix("unix:"))
    writer.write(
        b"POST /v1/run HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\n"
        b'Content-Length: 100\r\n\r\n{"code": '
    )
    await writer.drain()
    writer.close()
    await writer.wait_closed()

    async with asyncio.timeout(60):
        while (left := await _left(http)) == before:
            await asyncio.sleep(0.05)
    assert left == before + 1


async def _left(http: httpx.AsyncClient) -> float:
    told = (await http.get("/metrics")).text.partition("\nsandbox_left_total ")[2]
    return float(told.split()[0])


@needs_a_jail
async def test_who_is_waiting_when_the_service_stops_is_told_to_ask_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether the snippet runs, waits for its turn or is still being sent."""
    server = QuietServer.of(app(jail.probe(), spares=1, at_once=1), uds=f"{tmp_path}/sock")
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    address = (f"unix:{tmp_path}/sock", 0)
    asked = [
        asyncio.create_task(_raw(address, _HEAD + _LONG_BODY)),
        asyncio.create_task(_raw(address, _HEAD + _LONG_BODY)),
        asyncio.create_task(_raw(address, _HEAD + b"Content-Length: 20\r\n\r\n{")),
    ]
    async with asyncio.timeout(60):
        while len(server.server_state.tasks) < len(asked):
            await asyncio.sleep(0.01)

    server.handle_exit(signal.SIGTERM, None)
    answers = await asyncio.gather(*asked)
    await serving

    for answer in answers:
        head, _, body = answer.lower().partition(b"\r\n\r\n")
        assert head.startswith(b"http/1.1 503 ")
        assert b"retry-after: 1\r\n" in head + b"\r\n"
        assert b"connection: close\r\n" in head + b"\r\n"
        assert "stopping" in json.loads(body)["error"]
    assert not [each for each in caplog.records if each.exc_info]


async def test_many_at_once_are_all_answered(http: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(http.post("/v1/run", json={"code": f"{number}"}) for number in range(20))
    )

    assert [answer.json()["value"] for answer in answers] == [str(number) for number in range(20)]


def test_where_code_cannot_be_held_it_says_what_is_missing_and_ends() -> None:
    code = (
        "import sandbox.linux.landlock, sandbox.service.app, sandbox.linux.tree\n"
        "sandbox.linux.landlock.version = lambda: 0\n"
        "sandbox.linux.tree.probe = lambda *_, **__: sandbox.linux.tree.Namespaces.NONE\n"
        "sandbox.service.app.serve('unix:/tmp/never')\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "lacks Landlock" in ended.stderr


@needs_a_jail
@pytest.mark.parametrize("program", [("sandbox.service.app",), ("unsqueeze", "sandbox")])
def test_no_socket_is_left_behind(program: tuple[str, ...], tmp_path: Path) -> None:
    """Another user could not replace it."""
    socket = tmp_path / "sock"
    command = [sys.executable, "-m", *program, "--listen", f"unix:{socket}"]

    with subprocess.Popen(command, env={**os.environ, "TMPDIR": str(tmp_path)}) as process:
        while not socket.exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.terminate()

    assert not socket.exists()


async def test_a_socket_that_another_service_put_in_its_place_stays(tmp_path: Path) -> None:
    socket = tmp_path / "sock"
    server = QuietServer.of(Starlette(), uds=str(socket))
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    # So that no number of a file is given twice.
    socket.rename(tmp_path / "old")
    socket.touch()

    server.handle_exit(signal.SIGTERM, None)
    await serving

    assert socket.exists()


def test_an_odd_address_to_listen_at_is_misuse() -> None:
    command = [sys.executable, "-m", "sandbox.service.app", "--listen", "nonsense"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert "expected unix:PATH or HOST:PORT" in ended.stderr


def test_the_service_does_not_load_torch() -> None:
    code = "import sys, sandbox.service.app, sandbox.client; sys.exit('torch' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def _ask(supervisor: Supervisor, code: str = "1") -> RunResult:
    return await supervisor.run(RunRequest(code=code))


def _is_dead(pid: int) -> bool:
    """As one is that nobody has reaped yet."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


@needs_a_jail
class TestSupervisor:
    async def test_it_is_well_between_a_run_and_the_next_spare(self) -> None:
        async with supervising(jail.probe(), spares=1, at_once=1) as supervisor:
            before = supervisor.health.status
            await _ask(supervisor)

            assert (before, supervisor.health.status) == ("starting", "ok")
            assert (supervisor.health.idle, supervisor.health.running) == (0, 0)

    async def test_a_service_that_has_ended_leaves_no_run_behind(self) -> None:
        """The kernel takes a moment to end what held much memory."""
        async with supervising(jail.probe(), spares=2, at_once=1) as supervisor:
            await _ask(supervisor)
            much = "kept = bytearray(200 << 20); import time; time.sleep(60)"
            run = asyncio.create_task(_ask(supervisor, much))
            await asyncio.sleep(0.5)
            (pid,) = supervisor.running_pids
        died = _is_dead(pid)
        run.cancel()

        assert died

    async def test_a_full_queue_says_when_to_come_back(self) -> None:
        async with supervising(jail.probe(), spares=1, at_once=1, queue=1) as supervisor:
            await _ask(supervisor)
            slow = [
                asyncio.create_task(_ask(supervisor, "import time; time.sleep(0.5)"))
                for _ in range(2)
            ]
            await asyncio.sleep(0.1)

            with pytest.raises(SandboxBusy) as busy:
                await _ask(supervisor)
            await asyncio.gather(*slow)

            assert busy.value.retry_after_seconds >= 1
            assert (await _ask(supervisor)).value == "1"

    async def test_a_learner_with_many_waiting_delays_no_other(self) -> None:
        async with supervising(jail.probe(), spares=2, at_once=1) as supervisor:
            await _ask(supervisor)
            order: list[str] = []

            async def ask(learner: str) -> None:
                request = RunRequest(code="import time; time.sleep(0.05)")
                await supervisor.run(request, learner=learner)
                order.append(learner)

            busy = [asyncio.create_task(ask("busy")) for _ in range(6)]
            await asyncio.sleep(0.01)
            await asyncio.gather(ask("other"), *busy)

            assert order.index("other") <= 2

    @pytest.mark.parametrize(("learner", "waiting"), [("greedy", 1), ("", 0)])
    async def test_a_learner_whose_snippet_was_stopped_rests(
        self, learner: str, waiting: int
    ) -> None:
        async with supervising(jail.probe(), spares=2) as supervisor:
            await _ask(supervisor)
            loop = RunRequest(code="while True: pass", wall_seconds=0.1)
            await supervisor.run(loop, learner=learner)

            again = asyncio.create_task(supervisor.run(RunRequest(code="1"), learner=learner))
            await asyncio.sleep(0)
            seen = supervisor.health.waiting
            other = await supervisor.run(RunRequest(code="2"), learner="other")

            assert (seen, other.value) == (waiting, "2")
            assert (await again).value == "1"

    async def test_a_learner_for_whom_no_spare_was_ready_does_not_rest_for_it(
        self, monkeypatch
    ) -> None:
        monkeypatch.setattr(nursery, "_SPARE_WITHIN_SECONDS", 0)
        monkeypatch.setattr(supervisor_module, "_REST_WHEN_STOPPED_SECONDS", 3600)
        async with supervising(jail.probe(), spares=1) as supervisor, asyncio.timeout(60):
            for _ in range(2):
                with pytest.raises(SandboxUnavailable, match="no process became ready in time"):
                    await supervisor.run(RunRequest(code="1"), learner="early")

    async def test_a_learner_who_hangs_up_rests(self) -> None:
        async with supervising(jail.probe(), spares=2) as supervisor:
            await _ask(supervisor)
            loop = RunRequest(code="while True: pass")
            left = asyncio.create_task(supervisor.run(loop, learner="hasty"))
            while not supervisor.health.running:
                await asyncio.sleep(0.01)
            left.cancel()
            await asyncio.gather(left, return_exceptions=True)

            again = asyncio.create_task(supervisor.run(RunRequest(code="1"), learner="hasty"))
            await asyncio.sleep(0)

            assert supervisor.health.waiting == 1
            assert (await again).value == "1"

    async def test_a_learner_who_fills_the_queue_makes_way(self) -> None:
        async with supervising(jail.probe(), spares=1, at_once=1, queue=2) as supervisor:
            await _ask(supervisor)
            slow = RunRequest(code="import time; time.sleep(0.2)")
            busy = [asyncio.create_task(supervisor.run(slow, learner="busy")) for _ in range(3)]
            await asyncio.sleep(0.05)

            assert (await supervisor.run(RunRequest(code="2"), learner="other")).value == "2"

            ends = await asyncio.gather(*busy, return_exceptions=True)
            assert [type(end) for end in ends] == [RunResult, RunResult, SandboxBusy]

    async def test_a_learner_with_many_running_leaves_a_place_for_another(self) -> None:
        async with supervising(jail.probe(), spares=4, at_once=2) as supervisor:
            await _ask(supervisor)
            loop = RunRequest(code="while True: pass", wall_seconds=30)
            busy = [asyncio.create_task(supervisor.run(loop, learner="busy")) for _ in range(4)]
            await asyncio.sleep(0.1)

            other = await supervisor.run(RunRequest(code="2"), learner="other")
            waiting = supervisor.health.waiting
            for each in busy:
                each.cancel()
            await asyncio.gather(*busy, return_exceptions=True)

            assert (other.value, waiting) == ("2", 3)

    async def test_who_gives_up_waiting_is_not_run(self) -> None:
        async with supervising(jail.probe(), spares=1, at_once=1) as supervisor:
            await _ask(supervisor)
            first = asyncio.create_task(_ask(supervisor, "import time; time.sleep(0.3)"))
            await asyncio.sleep(0.05)
            second = asyncio.create_task(_ask(supervisor))
            await asyncio.sleep(0.05)
            assert supervisor.health.waiting == 1

            second.cancel()
            await asyncio.gather(second, return_exceptions=True)

            assert supervisor.health.waiting == 0
            assert (await first).outcome == "ok"
            assert (await _ask(supervisor, "3")).value == "3"


@needs_a_jail
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look at a zygote's descriptors")
def test_mixed_runs_leave_nothing_behind() -> None:
    soak = Path(__file__).resolve().parents[3] / "bench" / "soak.py"
    if not soak.exists():
        pytest.skip("the benches are not here")

    ended = subprocess.run(
        [sys.executable, "-P", str(soak), "--runs", "168"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_result_reads_back_as_it_was_written() -> None:
    plain = json.loads(
        RunResult(
            outcome="ok", seconds=0, cpu_seconds=0, peak_bytes=0, seed=0, isolation=""
        ).model_dump_json()
    )

    assert plain["version"] == 1
    assert RunResult.model_validate(plain).outcome == "ok"
