"""The service over HTTP, and what it outlives."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from sandbox import jail
from sandbox.protocol import RunRequest, RunResult, SandboxBusy
from sandbox.supervisor import Supervisor, supervising
from sandbox.verdict import Cause

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


BAD = {
    "no json": (b"{", "expected a JSON object"),
    "no object": (b"[]", "RunRequest"),
    "no code": (b"{}", "code: Field required"),
    "unknown field": (b'{"code": "", "colour": "red"}', "colour"),
    "negative seed": (b'{"code": "", "seed": -1}', "greater than or equal to 0, got -1"),
    "endless wall": (b'{"code": "", "wall_seconds": 1e9}', "less than or equal to 30"),
    "deep json": (b"[" * 100_000, "expected a JSON object"),
    "not text": (b"\xff\xfe", "expected a JSON object"),
}


@pytest.mark.parametrize(("body", "words"), BAD.values(), ids=BAD.keys())
async def test_a_bad_request_is_told_what_was_expected(
    http: httpx.AsyncClient, body: bytes, words: str
) -> None:
    response = await http.post("/v1/run", content=body)

    assert response.status_code == 422
    assert words in response.json()["error"]


async def test_a_huge_body_is_not_read(http: httpx.AsyncClient) -> None:
    response = await http.post("/v1/run", content=b" " * (2**20 + 1))

    assert response.status_code == 413


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


async def test_health_and_metrics_are_told(http: httpx.AsyncClient) -> None:
    await http.post("/v1/run", json={"code": "1"})

    health, metrics = await http.get("/healthz"), await http.get("/metrics")

    assert health.json()["status"] == "ok"
    assert "landlock" in health.json()["isolation"]
    assert 'sandbox_runs_total{outcome="ok"}' in metrics.text


async def test_nobody_waiting_ends_the_run(http: httpx.AsyncClient) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await http.post("/v1/run", json={"code": "while True: pass"}, timeout=0.3)

    for _ in range(50):
        running = (await http.get("/healthz")).json()["running"]
        if running == 0:
            break
        await asyncio.sleep(0.05)
    assert running == 0


async def test_many_at_once_are_all_answered(http: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(http.post("/v1/run", json={"code": f"{number}"}) for number in range(20))
    )

    assert [answer.json()["value"] for answer in answers] == [str(number) for number in range(20)]


def test_where_code_cannot_be_held_it_says_what_is_missing_and_ends() -> None:
    code = (
        "import sandbox.landlock, sandbox.service\n"
        "sandbox.landlock.version = lambda: 0\n"
        "sandbox.service.serve('unix:/tmp/never')\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "lacks Landlock" in ended.stderr


def test_an_odd_address_to_listen_at_is_misuse() -> None:
    command = [sys.executable, "-m", "sandbox.service", "--listen", "nonsense"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert "expected unix:PATH or HOST:PORT" in ended.stderr


def test_the_service_does_not_load_torch() -> None:
    code = "import sys, sandbox.service, sandbox.client; sys.exit('torch' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def _ask(supervisor: Supervisor, code: str = "1") -> RunResult:
    return await supervisor.run(RunRequest(code=code))


@needs_a_jail
class TestSupervisor:
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

    async def test_a_dead_zygote_and_dead_spares_are_replaced(self) -> None:
        async with supervising(jail.probe(), spares=2) as supervisor:
            await _ask(supervisor)
            nursery = supervisor._nursery

            await _quiet(supervisor)
            spare = nursery._idle[0]
            spare.kill(Cause.ABANDONED)
            await spare.exited
            assert (await _ask(supervisor, "2")).value == "2"

            os.kill(nursery.zygote_pid, signal.SIGKILL)
            await asyncio.sleep(0.2)
            assert (await _ask(supervisor, "3")).value == "3"
            assert supervisor.health.zygotes == 2

    async def test_200_runs_leave_nothing_behind(self) -> None:
        async with supervising(jail.probe(), spares=2) as supervisor:
            folder = supervisor._nursery._folder
            endings = ["1", "1/0", "import os; os._exit(0)", "open('x', 'w').write('x')"]
            for code in endings * 2:
                await _ask(supervisor, code)
            before = _descriptors()
            for code in endings * 48:
                await _ask(supervisor, code)
            await _quiet(supervisor)

            assert abs(_descriptors() - before) <= 8
            assert len([entry for entry in folder.iterdir() if entry.name.startswith("run-")]) == 2
            assert _zombies(supervisor._nursery.zygote_pid) == 0
            assert len(_below(supervisor._nursery.zygote_pid)) == 2
        assert not folder.exists()


async def _quiet(supervisor: Supervisor) -> None:
    """Until all spares are back."""
    for _ in range(200):
        if supervisor.health.idle == 2:
            return
        await asyncio.sleep(0.05)


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _below(parent: int) -> list[str]:
    tasks = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return tasks.split()


def _zombies(parent: int) -> int:
    states = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2] for pid in _below(parent)]
    return sum(state.split()[0] == "Z" for state in states)


def test_a_result_reads_back_as_it_was_written() -> None:
    plain = json.loads(
        RunResult(
            outcome="ok", seconds=0, cpu_seconds=0, peak_bytes=0, seed=0, isolation=""
        ).model_dump_json()
    )

    assert plain["version"] == 1
    assert RunResult.model_validate(plain).outcome == "ok"
