"""A real Docker engine and images built by `make images`.

Unless UNSQUEEZE_TEST_DOCKER is 1 the tests here are skipped; where it is, none may be left out.
"""

import asyncio
import os
import socket
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from localgram import app
from localgram.app import LOCAL_HOSTS
from tests.compose.stack import Stack, started
from tests.fakes.person import Person

TOKEN = "4242:compose-canary"
SECRET = "webhook-secret-canary"
# Under this name, and on an address that only listening everywhere includes, containers find it.
HOST = "host.docker.internal"
EVERYWHERE = "0.0.0.0"  # noqa: S104


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    ours = [item for item in items if here in item.path.parents]
    if os.environ.get("UNSQUEEZE_TEST_DOCKER") != "1":
        reason = "only with UNSQUEEZE_TEST_DOCKER=1, see `make compose-test`"
        for item in ours:
            item.add_marker(pytest.mark.skip(reason=reason))
    elif ours and (fault := _fault_of_docker()):
        pytest.exit(f"expected a Docker engine, as UNSQUEEZE_TEST_DOCKER=1: {fault}", returncode=2)


def _fault_of_docker() -> str | None:
    """Why no engine answers, as `docker` says it."""
    try:
        done = subprocess.run(["docker", "info"], capture_output=True, text=True, check=False)
    except OSError as error:
        return f"docker cannot be started ({error.strerror})"
    if done.returncode == 0:
        return None
    said = done.stderr.strip().splitlines()
    return said[-1] if said else f"`docker info` ended with exit code {done.returncode}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture(scope="package")
def telegram() -> Iterator[str]:
    """A Bot API server outside the containers, which outlives every crash in them."""
    address: list[str] = []
    ready, done = threading.Event(), threading.Event()

    async def serve() -> None:
        hosts = LOCAL_HOSTS | {HOST}
        async with app.running(token=TOKEN, host=EVERYWHERE, hosts=hosts) as running:
            address.append(running.url)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(20)
    yield address[0]
    done.set()
    thread.join(20)


@pytest.fixture(scope="package")
def stack(telegram: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Bot and sandbox as for real learners: with a token, and Telegram across a network."""
    settings = {
        "UNSQUEEZE_TELEGRAM_TOKEN": TOKEN,
        "UNSQUEEZE_TELEGRAM_API_URL": f"http://{HOST}:{telegram.rpartition(':')[2]}",
        "UNSQUEEZE_WEBHOOK_SECRET": SECRET,
        "UNSQUEEZE_DEMO_PORT": str(free_port()),
    }
    override = f'services: {{ bot: {{ extra_hosts: ["{HOST}:host-gateway"] }} }}\n'
    folder = tmp_path_factory.mktemp("compose")
    with started(folder, "unsqueeze-test", settings, override=override) as running:
        yield running


@pytest.fixture
async def lena(telegram: str, stack: Stack) -> AsyncIterator[Person]:  # noqa: ARG001
    async with httpx.AsyncClient(base_url=telegram, timeout=30) as http:
        yield Person(http, user=1001)


@pytest.fixture
async def omar(telegram: str, stack: Stack) -> AsyncIterator[Person]:  # noqa: ARG001
    async with httpx.AsyncClient(base_url=telegram, timeout=30) as http:
        yield Person(http, user=1003)
