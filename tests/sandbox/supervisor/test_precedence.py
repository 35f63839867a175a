"""What has just begun goes before what lasts, and what lasts is not starved by it."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.linux import jail
from sandbox.protocol import Outcome, RunRequest
from sandbox.supervisor.queue import Precedence
from sandbox.supervisor.supervisor import Supervisor, supervising


class Watched:
    """Remembers whether it stands still."""

    def __init__(self) -> None:
        self.stands = False

    def stand_still(self) -> None:
        assert not self.stands
        self.stands = True

    def go_on(self) -> None:
        assert self.stands
        self.stands = False


def test_what_lasts_stands_still_while_another_is_fresh() -> None:
    precedence, old, new = Precedence(), Watched(), Watched()
    precedence.begins(old, 0.0)
    precedence.lasts(old, 0.004)

    precedence.begins(new, 1.0)
    assert old.stands

    precedence.ends(new, 1.002)
    assert not old.stands


def test_both_run_once_both_last() -> None:
    precedence, one, other = Precedence(), Watched(), Watched()
    precedence.begins(one, 0.0)
    precedence.begins(other, 0.002)

    precedence.lasts(one, 0.004)
    assert (one.stands, other.stands) == (True, False)

    precedence.lasts(other, 0.006)
    assert (one.stands, other.stands) == (False, False)


def test_nobody_stands_still_for_one_that_is_gone() -> None:
    precedence, old, first, second = Precedence(), Watched(), Watched(), Watched()
    precedence.lasts(old, 0.0)
    precedence.begins(first, 1.0)
    precedence.begins(second, 1.001)

    precedence.ends(first, 1.002)
    assert old.stands

    precedence.ends(second, 1.003)
    assert not old.stands


def test_what_has_ended_is_not_told_to_go_on() -> None:
    precedence, old, new = Precedence(), Watched(), Watched()
    precedence.lasts(old, 0.0)
    precedence.begins(new, 1.0)

    precedence.ends(old, 1.001)
    precedence.ends(new, 1.002)

    assert old.stands


@given(st.lists(st.tuples(st.floats(0.0001, 0.004), st.floats(0.00001, 0.01)), min_size=50))
def test_a_flood_of_short_ones_takes_a_quarter_and_one_turn_more(
    flood: list[tuple[float, float]],
) -> None:
    precedence, old = Precedence(), Watched()
    precedence.lasts(old, 0.0)
    now = stood = 0.0
    for lasts, pause in flood:
        new = Watched()
        precedence.begins(new, now)
        stood += lasts * old.stands
        now += lasts
        precedence.ends(new, now)
        now += pause

    assert stood <= 0.25 * now + 0.004


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2][0]


async def _seen_still(supervisor: Supervisor, pid: int) -> bool:
    """Whether it was ever seen to stand while a fresh one slept."""
    for _ in range(50):
        fresh = asyncio.create_task(
            supervisor.run(RunRequest(code="import time\ntime.sleep(0.003)"), learner="new")
        )
        while not fresh.done():
            if _state(pid) == "T":
                await fresh
                return True
            await asyncio.sleep(0.0002)
        await asyncio.sleep(0.03)
    return False


async def test_a_loop_stands_still_beside_a_newcomer_and_then_goes_on() -> None:
    if missing := jail.probe().missing:
        pytest.skip(f"this system can't jail: it lacks {' and '.join(missing)}")
    loop = (
        "import time\nuntil = time.monotonic() + 4\nn = 0\nwhile time.monotonic() < until: n += 1"
    )
    async with supervising(jail.probe()) as supervisor:
        old = asyncio.create_task(
            supervisor.run(RunRequest(code=loop, wall_seconds=10), learner="old")
        )
        while not supervisor.running_pids:
            await asyncio.sleep(0.01)
        (pid,) = supervisor.running_pids
        await asyncio.sleep(0.1)

        assert await _seen_still(supervisor, pid)
        assert (await old).outcome is Outcome.OK


def _scheduled(pid: int) -> set[tuple[int, int]]:
    """The policy of each of its threads, and on how many processors it may run."""
    threads = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir()]
    return {(os.sched_getscheduler(one), len(os.sched_getaffinity(one))) for one in threads}


@pytest.mark.parametrize(
    ("threads", "expected"),
    [
        (1, (os.SCHED_OTHER, len(os.sched_getaffinity(0)))),
        (50, (os.SCHED_IDLE, 1)),
    ],
)
async def test_many_threads_have_what_others_leave_of_one_processor(
    threads: int, expected: tuple[int, int]
) -> None:
    if missing := jail.probe().missing:
        pytest.skip(f"this system can't jail: it lacks {' and '.join(missing)}")
    code = (
        "import threading, time\n"
        f"for _ in range({threads}): threading.Thread(target=time.sleep, args=(60,)).start()"
    )
    async with supervising(jail.probe()) as supervisor, asyncio.timeout(60):
        run = asyncio.create_task(supervisor.run(RunRequest(code=code, wall_seconds=30)))
        while not supervisor.running_pids:
            await asyncio.sleep(0.01)
        (pid,) = supervisor.running_pids
        while len(list(Path(f"/proc/{pid}/task").iterdir())) <= threads:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)

        while _scheduled(pid) != {expected}:
            await asyncio.sleep(0.01)
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)


async def _ends_though_stopped(supervisor: Supervisor) -> Outcome:
    """The kernel tells of its end while the run is stopped, time and again."""
    ends = RunRequest(code="import time\ntime.sleep(0.002)", wall_seconds=2)
    run = asyncio.create_task(supervisor.run(ends))
    while not run.done():
        for pid in supervisor.running_pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
                os.kill(pid, signal.SIGCONT)
        await asyncio.sleep(0)
    return (await run).outcome


async def test_one_that_is_stopped_as_it_ends_is_heard_of() -> None:
    if missing := jail.probe().missing:
        pytest.skip(f"this system can't jail: it lacks {' and '.join(missing)}")
    async with supervising(jail.probe()) as supervisor:
        outcomes = {await _ends_though_stopped(supervisor) for _ in range(60)}

    assert outcomes == {Outcome.OK}
