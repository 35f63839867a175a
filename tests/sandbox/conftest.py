"""One service for all tests of a kind: a zygote takes seconds to start.

With UNSQUEEZE_TEST_SANDBOX_URL set, the tests run against the service there (in a container, say);
what needs the host's view of it is skipped.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sandbox.client import connect
from sandbox.linux import jail
from sandbox.protocol import Runner, RunRequest, RunResult

Run = Callable[..., Awaitable[RunResult]]

_ROOT = Path(__file__).resolve().parents[2]
_ELSEWHERE = os.environ.get("UNSQUEEZE_TEST_SANDBOX_URL")
# What no snippet may ever learn; services get it in their environment.
CANARY = os.environ.get("UNSQUEEZE_TEST_CANARY", secrets.token_hex(16))
# An ordinary user, but able to read an interpreter that lives below root's home.
_AS_ORDINARY_USER = (
    *("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"),
    *("--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"),
)


def _answers(address: str, status: bytes) -> bool:
    """By hand: an HTTP client would leave a warning for each time that nobody listened."""
    path, (host, _, port) = address.removeprefix("unix:"), address.rpartition(":")
    over_tcp = not address.startswith("unix:")
    with socket.socket(socket.AF_INET if over_tcp else socket.AF_UNIX) as link:
        try:
            link.connect((host, int(port)) if over_tcp else path)
        except OSError:
            return False
        link.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        return link.recv(64).split()[1] == status


def _wait_for(address: str, process: subprocess.Popen[bytes], status: bytes) -> None:
    deadline = time.monotonic() + 90
    while not _answers(address, status):
        assert process.poll() is None, "the service ended"
        assert time.monotonic() < deadline, "the service did not become ready"
        time.sleep(0.05)


@contextmanager
def serving(
    *prefix: str,
    address: str | None = None,
    healthy: bool = True,
    python: str = sys.executable,
    module: str = "sandbox.service.app",
) -> Iterator[tuple[str, int]]:
    """The address and the process id of a service of our own; `healthy` waits until it is."""
    if missing := jail.probe().missing:
        pytest.skip(f"this system can't jail: it lacks {' and '.join(missing)}")
    folder = Path(tempfile.mkdtemp(prefix="sandbox-test-"))
    folder.chmod(0o777)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(_ROOT),
        "CANARY": CANARY,
        "TMPDIR": str(folder),
    }
    command = [*prefix, python, "-m", module, "--listen"]
    address = address or f"unix:{folder}/sock"
    process = subprocess.Popen([*command, address], env=environment, cwd="/")
    try:
        _wait_for(address, process, b"200" if healthy else b"503")
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder)


Service = tuple[str, int]


@pytest.fixture(scope="session")
def service_as_started() -> Iterator[Service]:
    """As whoever runs the tests."""
    if _ELSEWHERE:
        yield _ELSEWHERE, 0
        return
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def service_of_ordinary_user() -> Iterator[Service]:
    """As an ordinary user, where the tests run as root."""
    if os.geteuid() != 0:
        pytest.skip("the tests run as an ordinary user already")
    with serving(*_AS_ORDINARY_USER) as running:
        yield running


_PROFILES = ["service_as_started", *([] if _ELSEWHERE else ["service_of_ordinary_user"])]


@pytest.fixture(scope="session", params=_PROFILES)
def each_service(request: pytest.FixtureRequest) -> Service:
    """In both ways, for what has other walls in each: attacks, and what policy forbids."""
    running: Service = request.getfixturevalue(request.param)
    return running


@pytest.fixture(scope="session")
def service(service_as_started: Service) -> Service:
    return service_as_started


@pytest.fixture
async def runner(service: Service) -> AsyncIterator[Runner]:
    async with connect(service[0]) as connected:
        yield connected


def connected_run(runner: Runner) -> Run:
    async def run_code(code: str, **fields: object) -> RunResult:
        return await runner.run(RunRequest.model_validate({"code": code, **fields}))

    return run_code


@pytest.fixture
def run(runner: Runner) -> Run:
    return connected_run(runner)
