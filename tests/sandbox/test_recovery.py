"""Each way a part of the sandbox can be lost, done for real: it comes back alone, and says so."""

import asyncio
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from sandbox.client import connect
from sandbox.linux import jail
from sandbox.protocol import Outcome, RunRequest, RunResult, SandboxUnavailable
from sandbox.supervisor import nursery, scratch, watch
from sandbox.supervisor.ending import SpareLoss, ZygoteLoss
from sandbox.supervisor.supervisor import Supervisor, supervising
from sandbox.supervisor.zygote import Zygote
from tests.sandbox.attacks import host
from tests.sandbox.attacks.test_writes import FILLS, FILLS_AS_LEARNERS_DO, WRITES_FOR_A_WHILE
from tests.sandbox.conftest import serving

pytestmark = pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may do this to a service")
SPARES = 2


@pytest.fixture
async def supervisor() -> AsyncIterator[Supervisor]:
    async with supervising(jail.probe(), spares=SPARES) as started:
        await _ask(started)
        await _until(lambda: started.health.idle == SPARES)
        yield started


def _priorities(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [os.getpriority(os.PRIO_PROCESS, int(thread.name)) for thread in threads]


async def _ask(supervisor: Supervisor, code: str = "1", **fields: object) -> RunResult:
    async with asyncio.timeout(60):
        return await supervisor.run(RunRequest.model_validate({"code": code, **fields}))


async def _until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to that"
        await asyncio.sleep(0.01)


def _clean_away(folder: Path) -> None:
    """As a cleaner of `/tmp` does; meanwhile a spare may be moving in."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _no_more_descriptors() -> Iterator[None]:
    """This process opens nothing more; what is open stays so."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def _is_well(supervisor: Supervisor) -> None:
    """It answers, has all its spares, and nothing troubles it."""
    assert (await _ask(supervisor, "6 * 7")).value == "42"
    await _until(lambda: supervisor.health.idle == SPARES)
    assert supervisor.health.status == "ok"
    assert supervisor.health.trouble is None


class TestZygote:
    async def test_one_that_is_killed_is_replaced(self, supervisor: Supervisor, caplog) -> None:
        os.kill(supervisor.zygote_pid, signal.SIGKILL)
        await _until(lambda: supervisor.health.status == "failing")

        assert supervisor.health.trouble == "the zygote ended; another is started: exit code -9"
        await _is_well(supervisor)
        assert supervisor.vitals.losses == {ZygoteLoss.ENDED: 1}
        (record,) = caplog.records
        assert (record.cause, record.times) == ("ended", 1)

    async def test_a_snippet_whose_zygote_is_killed_is_run_again(
        self, supervisor: Supervisor, caplog
    ) -> None:
        secret = "import time; time.sleep(0.4); 'swordfish'"
        run = asyncio.create_task(_ask(supervisor, secret))
        await _until(lambda: supervisor.health.running == 1)

        os.kill(supervisor.zygote_pid, signal.SIGKILL)

        assert (await run).value == "'swordfish'"
        await _is_well(supervisor)
        assert supervisor.vitals.losses == {ZygoteLoss.ENDED: 1, SpareLoss.ORPHANED: 1}
        assert "swordfish" not in caplog.text

    async def test_a_snippet_is_given_up_after_three_lost_processes(
        self, supervisor: Supervisor
    ) -> None:
        """Its learner rests as if it had been stopped: perhaps it is to blame for all three."""
        sleeps = RunRequest(code="import time; time.sleep(3)")
        run = asyncio.create_task(supervisor.run(sleeps, learner="unlucky"))
        for _ in range(3):
            await _until(lambda: supervisor.health.running == 1)
            os.kill(supervisor.zygote_pid, signal.SIGKILL)
            await _until(lambda: supervisor.health.running == 0)

        with pytest.raises(SandboxUnavailable, match="3 processes were lost in a row"):
            await run
        again = asyncio.create_task(supervisor.run(RunRequest(code="1"), learner="unlucky"))
        await asyncio.sleep(0)
        assert supervisor.health.waiting == 1
        assert (await again).value == "1"
        await _is_well(supervisor)

    async def test_one_that_is_stuck_is_replaced(self, supervisor: Supervisor, monkeypatch) -> None:
        monkeypatch.setattr(nursery, "_ANSWERS_WITHIN_SECONDS", 0.5)
        stuck = supervisor.zygote_pid
        os.kill(stuck, signal.SIGSTOP)

        for number in range(SPARES + 1):
            assert (await _ask(supervisor, f"{number}")).value == f"{number}"

        monkeypatch.undo()
        await _is_well(supervisor)
        assert supervisor.vitals.losses[ZygoteLoss.STUCK] == 1
        assert supervisor.zygote_pid != stuck

    async def test_one_that_is_stuck_disturbs_no_run(
        self, supervisor: Supervisor, monkeypatch
    ) -> None:
        os.kill(supervisor.zygote_pid, signal.SIGSTOP)

        late = await _ask(supervisor, "while True: pass", wall_seconds=0.3)
        os.kill(supervisor.zygote_pid, signal.SIGCONT)

        assert late.outcome is Outcome.TIMEOUT
        await _is_well(supervisor)
        assert not supervisor.vitals.losses

    async def test_one_that_is_stuck_holds_up_no_answer_of_what_we_end(
        self, supervisor: Supervisor
    ) -> None:
        """What was used is asked before the kill; taking down may last, and who reaps, too."""
        os.kill(supervisor.zygote_pid, signal.SIGSTOP)

        late = await _ask(supervisor, "x = torch.ones(10**7)\nwhile True: pass", wall_seconds=2)
        os.kill(supervisor.zygote_pid, signal.SIGCONT)

        assert late.outcome is Outcome.TIMEOUT
        assert late.peak_bytes > 4 * 10**7
        assert late.cpu_seconds > 0
        await _is_well(supervisor)

    async def test_one_that_never_loads_torch_is_replaced(self, monkeypatch) -> None:
        monkeypatch.setattr(nursery, "_TORCH_WITHIN_SECONDS", 0.05)
        async with supervising(jail.probe(), spares=SPARES) as supervisor:
            assert supervisor.health.status == "starting"
            await _until(lambda: supervisor.vitals.losses[ZygoteLoss.STUCK] == 1)
            monkeypatch.undo()

            await _is_well(supervisor)

    async def test_one_whose_program_cannot_be_started_is_tried_again(
        self, supervisor: Supervisor, monkeypatch
    ) -> None:
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        os.kill(supervisor.zygote_pid, signal.SIGKILL)

        await _until(lambda: supervisor.vitals.losses[ZygoteLoss.UNSTARTED] == 2)
        trouble = supervisor.health.trouble
        monkeypatch.undo()

        assert trouble is not None
        assert "no zygote could be started; it is tried again: [Errno 2]" in trouble
        await _is_well(supervisor)
        assert supervisor.health.zygotes == 2

    async def test_one_for_which_no_descriptor_is_left_is_tried_again(
        self, supervisor: Supervisor
    ) -> None:
        with _no_more_descriptors():
            os.kill(supervisor.zygote_pid, signal.SIGKILL)
            await _until(lambda: supervisor.vitals.losses[ZygoteLoss.UNSTARTED] == 2)

        await _is_well(supervisor)


class TestSpares:
    async def test_one_that_dies_waiting_is_replaced(self, supervisor: Supervisor) -> None:
        for idle in list(supervisor._nursery._idle):
            os.kill(idle.pid, signal.SIGKILL)

        await _until(lambda: supervisor.vitals.losses[SpareLoss.IDLE] == SPARES)
        await _is_well(supervisor)

    async def test_one_that_dies_as_it_is_taken_costs_no_answer(
        self, supervisor: Supervisor
    ) -> None:
        for idle in list(supervisor._nursery._idle):
            os.kill(idle.pid, signal.SIGKILL)

        assert (await _ask(supervisor, "2")).value == "2"

    async def test_one_without_its_folder_runs_nothing(self, supervisor: Supervisor) -> None:
        """A cleaner of `/tmp` may have been there; nobody could tell what a snippet writes."""
        shutil.rmtree(supervisor._nursery._idle[-1].folder)

        result = await _ask(supervisor, "import time\ntime.sleep(9)", wall_seconds=0.5)

        assert result.outcome is Outcome.TIMEOUT
        assert supervisor.vitals.losses == {SpareLoss.HOMELESS: 1}
        await _is_well(supervisor)

    async def test_one_whose_watch_fails_is_ended(self, supervisor: Supervisor, caplog) -> None:
        """Here there is no disk left to look at: what nobody minds would have no limits."""
        run = asyncio.create_task(_ask(supervisor, "import time; time.sleep(4)"))
        await _until(lambda: supervisor.health.running == 1)
        (running,) = supervisor._busy
        shutil.rmtree(running.folder)

        ended = await run

        assert ended.outcome is Outcome.KILLED
        assert ended.error.type == "SandboxFault"
        assert ended.error.message.startswith("stopped since the sandbox lost sight of it")
        [trace] = [record.exc_text for record in caplog.records if record.exc_info]
        assert "FileNotFoundError" in trace
        await _is_well(supervisor)

    async def test_one_that_takes_no_snippet_is_passed_over(
        self, supervisor: Supervisor, monkeypatch
    ) -> None:
        monkeypatch.setattr(watch, "_LISTENS_WITHIN_SECONDS", 0.2)
        os.kill(supervisor._nursery._idle[-1].pid, signal.SIGSTOP)

        assert (await _ask(supervisor, "2", wall_seconds=0.1)).value == "2"

        assert supervisor.vitals.losses == {SpareLoss.DEAF: 1}
        await _is_well(supervisor)

    async def test_a_snippet_that_stops_itself_still_ends_at_its_wall(
        self, supervisor: Supervisor
    ) -> None:
        run = asyncio.create_task(_ask(supervisor, "import time; time.sleep(5)", wall_seconds=1.5))
        await _until(lambda: supervisor.health.running == 1)
        await asyncio.sleep(0.1)
        os.kill(supervisor.running_pids[0], signal.SIGSTOP)

        assert (await run).outcome is Outcome.TIMEOUT
        assert not supervisor.vitals.losses

    async def test_a_snippet_that_stops_itself_is_not_woken_by_what_begins_beside_it(
        self, supervisor: Supervisor
    ) -> None:
        stops = "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"
        run = asyncio.create_task(_ask(supervisor, stops, wall_seconds=2))
        await _until(lambda: supervisor.health.running == 1)
        while not run.done():
            await _ask(supervisor, "import time; time.sleep(0.003)")

        assert (await run).outcome is Outcome.TIMEOUT

    async def test_one_that_never_becomes_ready_is_replaced(
        self, supervisor: Supervisor, monkeypatch
    ) -> None:
        monkeypatch.setattr(nursery, "_ANSWERS_WITHIN_SECONDS", 0.5)
        unready = await _met_unready(supervisor, signal.SIGSTOP)

        await _until(lambda: supervisor.vitals.losses[SpareLoss.SILENT] == 1)
        monkeypatch.undo()
        await _is_well(supervisor)
        assert not Path(f"/proc/{unready}").exists()

    async def test_one_that_greets_before_the_zygote_speaks_of_it_waits(
        self, supervisor: Supervisor, monkeypatch
    ) -> None:
        """Without the zygote's word there is no handle, and so no way to kill it."""
        understand = Zygote._understand
        later = partial(asyncio.get_running_loop().call_later, 0.1, understand)
        monkeypatch.setattr(Zygote, "_understand", lambda *heard: later(*heard) and None)
        os.kill(supervisor.zygote_pid, signal.SIGKILL)

        for number in range(3 * SPARES):
            assert (await _ask(supervisor, f"{number}")).value == f"{number}"

        await _is_well(supervisor)
        # A snippet may have been handed over just when the zygote died; no other spare is lost.
        assert supervisor.vitals.losses[ZygoteLoss.ENDED] == 1
        assert set(supervisor.vitals.losses) <= {ZygoteLoss.ENDED, SpareLoss.ORPHANED}

    async def test_one_that_dies_unready_is_replaced(self, supervisor: Supervisor) -> None:
        await _met_unready(supervisor, signal.SIGKILL)

        await _until(lambda: supervisor.vitals.losses[SpareLoss.UNREADY] == 1)
        await _is_well(supervisor)

    async def test_one_that_is_killed_in_a_run_is_told_of_as_killed(
        self, supervisor: Supervisor
    ) -> None:
        """And its snippet runs only once: perhaps that sent the signal, nobody can tell."""
        run = asyncio.create_task(_ask(supervisor, "import time; time.sleep(5)"))
        await _until(lambda: supervisor.health.running == 1)
        await asyncio.sleep(0.1)
        os.kill(supervisor.running_pids[0], signal.SIGKILL)

        answer = await run

        assert answer.outcome is Outcome.KILLED
        assert answer.error.message == (
            "the process died of SIGKILL: unless the code sent that itself, run it again"
        )
        assert not supervisor.vitals.losses
        await _is_well(supervisor)

    async def test_one_that_runs_long_gives_way_with_all_its_threads(
        self, supervisor: Supervisor
    ) -> None:
        spins = (
            "import threading, time\n"
            "for _ in range(2): threading.Thread(target=time.sleep, args=(9,)).start()\n"
            "time.sleep(0.5)\n"
            "threading.Thread(target=time.sleep, args=(9,)).start()\n"
            "time.sleep(9)"
        )
        run = asyncio.create_task(_ask(supervisor, spins))
        await _until(lambda: supervisor.health.running == 1)
        (pid,) = supervisor.running_pids

        await _until(lambda: _priorities(pid) == [10] * 4)

        run.cancel()

    async def test_one_that_no_kill_reaches_ends_with_its_zygote(
        self, supervisor: Supervisor, monkeypatch, tmp_path: Path
    ) -> None:
        """Its uid and its place serve others, but not before it is gone."""
        monkeypatch.setattr(nursery, "_ANSWERS_WITHIN_SECONDS", 0.5)
        unreachable = supervisor._nursery._idle[-1]
        no_process = os.open(tmp_path, os.O_RDONLY)
        os.dup2(no_process, unreachable.process._handle)
        os.close(no_process)

        answers = [await _ask(supervisor, f"{number}") for number in range(SPARES)]
        await _until(lambda: supervisor.vitals.losses[ZygoteLoss.STUCK] == 1)
        monkeypatch.undo()

        assert [answer.value for answer in answers] == [f"{number}" for number in range(SPARES)]
        await _is_well(supervisor)
        assert not Path(f"/proc/{unreachable.pid}").exists()

    async def test_one_that_comes_as_its_taker_gives_up_goes_to_the_next(
        self, supervisor: Supervisor, monkeypatch
    ) -> None:
        """It was woken for a spare, and is cancelled before it can take that."""
        nursery, vitals = supervisor._nursery, supervisor.vitals
        taken = [await nursery.take() for _ in range(SPARES)]
        gives_up, *others = [asyncio.create_task(nursery.take()) for _ in range(SPARES + 1)]
        await asyncio.sleep(0)
        # Said just before a spare is put among those that are ready.
        soon, recovered = asyncio.get_running_loop().call_soon, vitals.recovered
        monkeypatch.setattr(vitals, "recovered", lambda: recovered() or soon(gives_up.cancel))

        for spare in taken:
            nursery.bury(spare)
        found = await asyncio.gather(*others)

        assert gives_up.cancelled()
        assert len({spare.pid for spare in found}) == SPARES
        monkeypatch.undo()
        for spare in found:
            nursery.bury(spare)
        await _is_well(supervisor)

    async def test_more_snippets_than_spares_are_all_answered(self, supervisor: Supervisor) -> None:
        answers = await asyncio.gather(*(_ask(supervisor, f"{n}") for n in range(12)))

        assert [answer.value for answer in answers] == [f"{n}" for n in range(12)]
        await _is_well(supervisor)


async def _met_unready(supervisor: Supervisor, number: int) -> int:
    """Send a signal to a spare between its fork and its first word; returns its process id."""
    nursery = supervisor._nursery
    for _ in range(50):
        known = _children(supervisor.zygote_pid)
        meeting = asyncio.create_task(
            asyncio.to_thread(_signal_newborn, supervisor.zygote_pid, known, number)
        )
        await asyncio.sleep(0.01)
        os.kill(nursery._idle[0].pid, signal.SIGKILL)
        pid = await meeting
        await asyncio.sleep(0.1)
        if not any(idle.pid == pid for idle in nursery._idle):
            return pid
        os.kill(pid, signal.SIGKILL)
        await _until(lambda: supervisor.health.idle == SPARES)
    raise AssertionError("every spare was ready before it was met")


def _children(parent: int) -> set[int]:
    return {int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


def _signal_newborn(parent: int, known: set[int], number: int) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for pid in _children(parent) - known:
            os.kill(pid, number)
            return pid
    raise AssertionError("no spare was born")


FOLDERS, RESERVED = FILLS["folders side by side"], FILLS["reserved room without end"]


@contextmanager
def _small_disk(folder: Path, options: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All that a service and its runs write is there."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder, "-o", options], check=True)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


class TestSystem:
    async def test_without_descriptors_it_waits_for_some(self, supervisor: Supervisor) -> None:
        with _no_more_descriptors():
            os.kill(supervisor._nursery._idle[0].pid, signal.SIGKILL)
            await _until(lambda: supervisor.vitals.losses[SpareLoss.UNMADE] > 1)
            trouble = supervisor.health.trouble

        assert trouble is not None
        assert "Too many open files" in trouble
        await _is_well(supervisor)

    @needs_root
    @pytest.mark.parametrize(
        ("options", "fill"),
        [("size=512m,nr_inodes=5k", FOLDERS), ("size=140m,nr_inodes=32k", RESERVED)],
    )
    async def test_what_a_run_filled_is_free_before_the_next_writes(
        self, tmp_path: Path, monkeypatch, options: str, fill: str
    ) -> None:
        with _small_disk(tmp_path, options, monkeypatch):
            async with supervising(jail.probe(), spares=4) as supervisor:
                for _ in range(4):
                    assert (await _ask(supervisor, fill)).outcome is not Outcome.OK
                    written = await _ask(supervisor, "open('x', 'wb').write(bytes(2**23))")
                    assert written.value == f"{2**23}", written

    @needs_root
    @pytest.mark.parametrize("fill", [FOLDERS, RESERVED])
    async def test_a_run_that_fills_leaves_its_neighbour_space(
        self, tmp_path: Path, monkeypatch, fill: str
    ) -> None:
        with _small_disk(tmp_path, "size=512m,nr_inodes=16k", monkeypatch):
            async with supervising(jail.probe(), spares=4) as supervisor:
                for _ in range(2):
                    neighbour = asyncio.create_task(_ask(supervisor, WRITES_FOR_A_WHILE))
                    filled = await _ask(supervisor, fill)
                    assert filled.outcome is Outcome.KILLED, filled
                    assert (await neighbour).value == "'always room'", neighbour.result()

    @needs_root
    async def test_on_a_full_disk_it_waits_for_space(self, tmp_path: Path, monkeypatch) -> None:
        with _small_disk(tmp_path, "size=1m,nr_inodes=3", monkeypatch):
            async with supervising(jail.probe(), spares=SPARES) as supervisor:
                await _until(lambda: supervisor.vitals.losses[SpareLoss.UNMADE] > 1)
                assert "No space left on device" in (supervisor.health.trouble or "")

                more = ("mount", "-o", "remount,size=1m,nr_inodes=99", tmp_path)
                subprocess.run(more, check=True)
                await _is_well(supervisor)
                full = await _ask(supervisor, "open('x', 'wb').write(bytes(2**22))")

                assert full.outcome is Outcome.ERROR
                assert full.error.type == "OSError"
                await _is_well(supervisor)

    @needs_root
    async def test_a_full_disk_of_the_machine_is_told_as_no_limit_of_a_run(
        self, tmp_path: Path, monkeypatch, caplog
    ) -> None:
        maps = (
            "import mmap\nfor n in range(9):\n    file = open(f'{n}', 'w+b')\n"
            "    file.truncate(2**23)\n    mmap.mmap(file.fileno(), 2**23)[:] = bytes(2**23)"
        )
        with _small_disk(tmp_path, "size=60m", monkeypatch):
            async with supervising(jail.probe(), spares=SPARES) as supervisor:
                for code in FILLS_AS_LEARNERS_DO.values():
                    full = await _ask(supervisor, f"for n in range(99): {code}")
                    assert "MiB" not in full.error.message
                    assert "the disk of the machine" in full.error.message
                mapped = await _ask(supervisor, maps)
                assert "128 MiB" not in mapped.error.message
                await _is_well(supervisor)

        [line] = caplog.messages
        assert line == "the disk that runs write to is nearly full: what they save may fail"

    @needs_root
    async def test_with_few_processes_it_answers_slowly_and_says_so(self) -> None:
        as_one = ("setpriv", "--reuid", "65531", "--regid", "65534", "--clear-groups")
        reads_all = ("--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search")
        for_one_spare = ("prlimit", "--nproc=3:64")
        with serving(*as_one, *reads_all, *for_one_spare) as (address, pid):
            transport = httpx.AsyncHTTPTransport(uds=address.removeprefix("unix:"))
            async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as http:
                short = await _health(http, lambda health: health["trouble"] is not None)
                assert "the system lets us start no further process" in short["trouble"]
                for number in range(3):
                    answer = await http.post("/v1/run", json={"code": f"{number}"}, timeout=60)
                    assert answer.json()["value"] == f"{number}"

                (zygote,) = _children(pid)
                free = ("prlimit", "--pid", str(zygote), "--nproc=64")
                subprocess.run([*as_one, *free], check=True)
                well = await _health(http, lambda health: health["idle"] >= SPARES)
                assert well["trouble"] is None


async def _health(http: httpx.AsyncClient, wanted: Callable[[dict], bool]) -> dict:
    for _ in range(600):
        health = (await http.get("/healthz")).json()
        if wanted(health):
            return health
        await asyncio.sleep(0.05)
    raise AssertionError(health)


class TestService:
    @needs_root
    async def test_two_on_one_machine_share_no_user(self) -> None:
        async def user(of: Supervisor) -> str | None:
            return (await _ask(of, "import os\nos.getuid()")).value

        async with supervising(jail.probe(), spares=1) as first:
            async with supervising(jail.probe(), spares=1) as second:
                known = [await user(first), await user(second)]
            async with supervising(jail.probe(), spares=1) as third:
                again = await user(third)

        assert known[0] != known[1] == again

    async def test_a_killed_service_is_restarted_and_its_snippet_run_again(
        self, tmp_path: Path, monkeypatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        async with connect("embedded", spares=1) as runner:
            await runner.run(RunRequest(code="1"))
            slow = RunRequest(code="import time; time.sleep(0.5); 'slow'")
            run = asyncio.create_task(runner.run(slow))
            await asyncio.sleep(0.2)
            (folder,) = tmp_path.iterdir()
            (before,) = _bases(folder)

            os.kill(_embedded_pid(folder), signal.SIGKILL)

            assert (await run).value == "'slow'"
            assert not before.exists()

    async def test_a_service_whose_folder_is_removed_ends_with_a_line(self, capfd) -> None:
        """As by a cleaner of `/tmp`; what it was asked then it answers as one that stops."""
        with serving() as (address, pid):
            transport = httpx.AsyncHTTPTransport(uds=address.removeprefix("unix:"))
            async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as http:
                await _health(http, lambda health: health["idle"] == 4)
                _clean_away(host.base(pid))

                answer = await http.post("/v1/run", json={"code": "1"}, timeout=60)

            assert answer.status_code == 503
            assert "ask the next one" in answer.json()["error"]
            assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 1
        lines = [line for line in capfd.readouterr().err.splitlines() if "removed" in line]
        assert len([line for line in lines if " ERROR " in line]) == 1, lines

    @pytest.mark.parametrize("is_connected", [True, False])
    async def test_an_embedded_service_is_back_after_its_folders_were_removed(
        self, tmp_path: Path, monkeypatch, *, is_connected: bool
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        async with connect("embedded", spares=2) as runner:
            await runner.run(RunRequest(code="1"))
            (folder,) = tmp_path.iterdir()
            if not is_connected:
                runner._exchange.close()
            _clean_away(folder)

            again = [await runner.run(RunRequest(code="2")) for _ in range(3)]

            assert [result.value for result in again] == ["2"] * 3
            with scratch.base():
                assert folder.exists()
        assert not list(tmp_path.iterdir())

    async def test_a_service_that_cannot_be_started_is_tried_again(
        self, tmp_path: Path, monkeypatch, caplog
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        async with connect("embedded", spares=1) as runner:
            await runner.run(RunRequest(code="1"))
            (folder,) = tmp_path.iterdir()
            monkeypatch.setattr(sys, "executable", "/nowhere/python")
            os.kill(_embedded_pid(folder), signal.SIGKILL)

            await _until(lambda: len(caplog.records) == 3)
            monkeypatch.undo()
            again = await runner.run(RunRequest(code="2"))

        assert again.value == "2"
        ended, *not_started = caplog.records
        assert (ended.getMessage(), ended.exit_code) == ("sandbox_ended", -9)
        for record in not_started[:2]:
            assert record.getMessage() == "sandbox_not_started"
            assert "/nowhere/python" in record.error

    def test_a_service_with_too_few_descriptors_says_so(self) -> None:
        command = ["prlimit", "--nofile=40:40", sys.executable, "-m", "sandbox.service.app"]

        ended = subprocess.run(
            [*command, "--listen", "unix:/nowhere/sock"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert ended.returncode == 2
        assert ended.stderr == "4 spares need 300 open files, this system allows 40\n"


def _bases(folder: Path) -> list[Path]:
    """The folders of services, beside that of the socket."""
    return [entry for entry in folder.iterdir() if entry.is_dir() and entry.name != "own"]


def _embedded_pid(folder: Path) -> int:
    """Not another test's, that this process started too."""
    for entry in Path("/proc").iterdir():
        try:
            told = (entry / "cmdline").read_bytes().split(b"\0")
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == os.getpid() and f"unix:{folder}/own/sock".encode() in told:
            return int(entry.name)
    raise AssertionError("there is no embedded service")
