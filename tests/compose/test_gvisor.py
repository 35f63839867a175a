"""The same two containers with the sandbox on gVisor's kernel."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.compose.conftest import free_port
from tests.compose.stack import GVISOR_RUNTIME, Stack, has_gvisor, started
from tests.compose.talking import HOSTILE, SECONDS, runs
from tests.fakes.person import Person

# How many MiB a snippet is given, as the sandbox answers.
TAKES_ALL = """
import asyncio
from sandbox.client import connect
from sandbox.protocol import RunRequest

code = '''
x = []
try:
    while True: x.append(bytearray(2**20))
except MemoryError:
    taken = len(x)
    del x
taken
'''

async def ask():
    async with connect("unix:/run/unsqueeze/sandbox.sock") as runner:
        print((await runner.run(RunRequest(code=code))).value)

asyncio.run(ask())
"""


@pytest.fixture(scope="module")
def gvisor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, str]]:
    """The demo with its sandbox on gVisor, and where its page is."""
    if not has_gvisor():
        pytest.skip(f"Docker has no runtime {GVISOR_RUNTIME} with --host-uds=create")
    port = free_port()
    settings = {"UNSQUEEZE_DEMO_PORT": str(port), "UNSQUEEZE_GVISOR_RUNTIME": GVISOR_RUNTIME}
    folder = tmp_path_factory.mktemp("gvisor")
    with started(folder, "unsqueeze-gvisor-test", settings, "docker-compose.gvisor.yml") as running:
        yield running, f"http://127.0.0.1:{port}"


async def test_the_sandbox_is_on_gvisor(gvisor: tuple[Stack, str]) -> None:
    stack, page = gvisor
    async with httpx.AsyncClient(base_url=page, timeout=30) as http:
        await runs(Person(http, user=1001))

    assert stack.container("sandbox")["HostConfig"]["Runtime"] == GVISOR_RUNTIME
    health = stack.python(
        "sandbox",
        "from sandbox.health import check; print(check('unix:/run/unsqueeze/sandbox.sock')[1])",
    )
    assert "namespaces" in json.loads(health)["isolation"]


def test_a_snippet_is_given_as_much_memory_as_elsewhere(gvisor: tuple[Stack, str]) -> None:
    """Of the limits that hold data there, gVisor's kernel has another one alone."""
    stack, _ = gvisor

    assert 230 < int(stack.python("sandbox", TAKES_ALL)) <= 256


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
async def test_a_neighbour_is_answered_while_code(gvisor: tuple[Stack, str], code: str) -> None:
    stack, page = gvisor
    async with httpx.AsyncClient(base_url=page, timeout=30) as http:
        lena, omar = Person(http, user=1001), Person(http, user=1003)

        asked = await lena.say(f"```python\n{code}\n```")
        await runs(omar)
        answer = await lena.reply(asked, seconds=SECONDS)
        await runs(lena)

    assert "uvicorn" not in json.dumps(answer)
    assert "TELEGRAM" not in json.dumps(answer)
    assert stack.restarts("sandbox") == 0
