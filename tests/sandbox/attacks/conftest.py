"""Runs an attack, and then looks whether anything at all is left of it."""

import asyncio
import platform
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import pytest

from sandbox.client import connect
from sandbox.protocol import RunResult
from tests.sandbox.attacks import host
from tests.sandbox.attacks.state import state
from tests.sandbox.conftest import CANARY, Run, Service, connected_run

T = TypeVar("T")
Attack = Callable[..., Awaitable[RunResult]]

WALL_SECONDS = 1.0
LATE_SECONDS = 0.3
# A busy machine may stall a whole process; how late kills are was measured by hand.
STALL_SECONDS = 5.0

on_x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are of x86_64")


async def _first_state(address: str) -> str:
    async with connect(address) as runner:
        return await state(connected_run(runner))


async def _run_once(address: str, code: str) -> RunResult:
    async with connect(address) as runner:
        return await connected_run(runner)(code)


def run_once(address: str, code: str) -> RunResult:
    """For what many tests look at: run it in a fixture, not in each of them."""
    return _to_its_end(_run_once(address, code))


def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """In a loop of its own, which the tests' loops never meet."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as loop:
        return loop.run(work)


@pytest.fixture(scope="session")
def service(each_service: Service) -> Service:
    return each_service


@pytest.fixture(scope="session")
def state_at_first(service: Service) -> str:
    return _to_its_end(_first_state(service[0]))


@pytest.fixture(scope="session")
def host_at_first(service: Service) -> host.Seen | None:
    """None where the service is elsewhere: its processes and folders are out of sight."""
    return _to_its_end(host.at_rest(service[1])) if service[1] else None


@pytest.fixture
def hosted(service: Service) -> int:
    """The service's process id; skips where it is out of sight."""
    if not service[1]:
        pytest.skip("the service is elsewhere, its processes and folders are out of sight")
    return service[1]


@pytest.fixture
def attack(
    run: Run, service: Service, state_at_first: str, host_at_first: host.Seen | None
) -> Attack:
    """The result of hostile code, once everything was found as it was before."""

    async def attacked(code: str, **fields: object) -> RunResult:
        asked = {"wall_seconds": WALL_SECONDS, **fields}
        started = time.monotonic()
        result = await run(code, **asked)
        waited = time.monotonic() - started
        assert waited < float(str(asked["wall_seconds"])) + LATE_SECONDS + STALL_SECONDS
        assert CANARY not in result.model_dump_json()
        assert await state(run) == state_at_first
        if host_at_first:
            assert await host.settled(service[1], host_at_first) == host_at_first
            assert not host.strays(host.base(service[1]), service[1])
        return result

    return attacked


def shown(result: RunResult) -> str:
    """A result in an assertion's words, without its flood."""
    short = {"stdout": result.stdout[:300], "stderr": result.stderr[-600:]}
    return result.model_copy(update=short).model_dump_json(exclude={"tensors", "images"})
