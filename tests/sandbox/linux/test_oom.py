"""The kernel's word on whom it killed for want of memory."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.linux import jail
from sandbox.linux.news import OomWatch, counted
from sandbox.protocol import Outcome, RunRequest
from sandbox.supervisor.supervisor import Supervisor, supervising

DIES = "import os, signal, time\ntime.sleep({seconds})\nos.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("low 0\nhigh 0\nmax 9\noom 4\noom_kill 3\noom_group_kill 1\n", 3),
        ("nr_free_pages 17\noom_kill 0\n", 0),
        ("oom_kill_of_another 3\n", None),
        ("", None),
    ],
)
def test_the_count_is_found_among_others(text: str, count: int | None) -> None:
    assert counted(text) == count


class Kernel:
    """Counts as the kernel does, and is watched."""

    def __init__(self, folder: Path) -> None:
        self._events = folder / "memory.events"
        self._count = 2
        self.kill(0)
        self.watch = OomWatch((folder / "absent", self._events))

    def kill(self, processes: int) -> None:
        self._count += processes
        self._events.write_text(f"oom_kill {self._count}\n")


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return Kernel(tmp_path)


def test_a_kill_explains_one_death(kernel: Kernel) -> None:
    began = kernel.watch.count_at(0)
    assert not kernel.watch.explains_one_since(began)

    kernel.kill(1)

    assert kernel.watch.explains_one_since(began)
    assert not kernel.watch.explains_one_since(began)


def test_two_that_were_killed_together_are_both_explained(kernel: Kernel) -> None:
    first, second = kernel.watch.count_at(0), kernel.watch.count_at(0.01)

    kernel.kill(2)

    assert kernel.watch.explains_one_since(first)
    assert kernel.watch.explains_one_since(second)
    assert not kernel.watch.explains_one_since(first)


def test_a_kill_of_long_ago_explains_nothing(kernel: Kernel) -> None:
    kernel.watch.count_at(0)
    kernel.kill(3)

    assert not kernel.watch.explains_one_since(kernel.watch.count_at(3600))


def test_a_kill_that_explained_a_run_explains_none_that_began_at_once_behind_it(
    kernel: Kernel,
) -> None:
    """The count that the next begins with may be a moment old."""
    first = kernel.watch.count_at(0)
    kernel.kill(1)
    assert kernel.watch.explains_one_since(first)

    assert not kernel.watch.explains_one_since(kernel.watch.count_at(0.001))


def test_a_system_that_counts_nothing_explains_nothing(tmp_path: Path) -> None:
    watch = OomWatch((tmp_path / "absent",))

    assert not watch.explains_one_since(watch.count_at(0))


@pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")
class TestRuns:
    """Each ends itself as the kernel would have ended it."""

    @pytest.fixture
    async def supervisor(self, kernel: Kernel, monkeypatch) -> AsyncIterator[Supervisor]:
        monkeypatch.setattr("sandbox.supervisor.nursery.OomWatch", lambda: kernel.watch)
        async with supervising(jail.probe(), spares=2) as supervisor:
            yield supervisor

    async def test_it_is_not_told_of_memory_that_was_short_before(
        self, supervisor: Supervisor, kernel: Kernel
    ) -> None:
        kernel.kill(1)

        answer = await supervisor.run(RunRequest(code=DIES.format(seconds=0)))

        assert answer.outcome is Outcome.KILLED

    async def test_all_that_the_kernel_ended_together_are_told(
        self, supervisor: Supervisor, kernel: Kernel
    ) -> None:
        runs = [
            asyncio.create_task(supervisor.run(RunRequest(code=DIES.format(seconds=1))))
            for _ in range(2)
        ]
        async with asyncio.timeout(60):
            while supervisor.health.running < len(runs):
                await asyncio.sleep(0.01)
        kernel.kill(2)

        assert [run.outcome for run in await asyncio.gather(*runs)] == [Outcome.MEMORY] * 2
