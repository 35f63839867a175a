"""One process, no other: none is made, none survives, none is signalled or traced."""

import asyncio
import signal

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks import host
from tests.sandbox.attacks.conftest import Attack, shown
from tests.sandbox.conftest import Run

MADE = {
    "fork": "import os\nos.fork()",
    "a fork with a terminal": "import os\nos.forkpty()",
    "a fork bomb": "import os\nwhile True: os.fork()",
    "a terminal's child": "import pty\npty.spawn('/bin/sh')",
    "an exec": "import os\nos.execv('/bin/sh', ['sh'])",
    "an exec of Python": "import os, sys\nos.execv(sys.executable, ['python'])",
    "an exec by descriptor": ("import os\nos.execve(os.open('/dev/null', os.O_RDONLY), ['x'], {})"),
    "a spawn": "import os\nos.posix_spawn('/bin/sh', ['sh'], {})",
    "a shell": "import os\nos.system('true')",
    "a pipe to a shell": "import os\nos.popen('true').read()",
    "a subprocess": "import subprocess\nsubprocess.run(['true'])",
    "a subprocess of an event loop": (
        "import asyncio\nasyncio.run(asyncio.create_subprocess_exec('true'))"
    ),
    "a worker": "import multiprocessing as mp\nmp.Process(target=print).start()",
    "a spawned worker": (
        "import multiprocessing as mp\nmp.get_context('spawn').Process(target=print).start()"
    ),
    "a fork server": (
        "import multiprocessing as mp\nmp.get_context('forkserver').Process(target=print).start()"
    ),
    "a pool": "import multiprocessing as mp\nmp.Pool(2)",
    "a pool of futures": (
        "from concurrent.futures import ProcessPoolExecutor as P\nP().submit(print).result()"
    ),
    "a manager": "import multiprocessing as mp\nmp.Manager()",
    "torch's workers": ("import torch.multiprocessing as mp\nmp.spawn(print, nprocs=1)"),
    "a loader's workers": (
        "from torch.utils.data import DataLoader\nnext(iter(DataLoader([1, 2], num_workers=1)))"
    ),
    "a debugger": "import subprocess\nsubprocess.Popen(['gdb', '-p', '1'])",
    "a compiler": (
        "from torch.utils.cpp_extension import load_inline\nload_inline('x', 'int f();')"
    ),
}


@pytest.mark.parametrize("code", MADE.values(), ids=MADE.keys())
async def test_no_process_is_made(attack: Attack, code: str) -> None:
    result = await attack(code)

    assert result.outcome is Outcome.ERROR, shown(result)
    assert result.error is not None
    assert result.error.type in {
        "PermissionError",
        "OSError",
        "ModuleNotFoundError",
        "RuntimeError",
        "FileNotFoundError",
    }, shown(result)


SIGNALS = {
    "the parent, killed": "os.kill(os.getppid(), 9)",
    "the parent, asked": "os.kill(os.getppid(), 0)",
    "the first process": "os.kill(1, 15)",
    "everyone": "os.kill(-1, 9)",
    "its group": "os.kill(0, 9)",
    "its group by number": "os.killpg(os.getpgid(0), 9)",
    "its group by a negative number": "os.kill(-os.getpgrp(), 9)",
    "a sibling": (
        "[os.kill(pid, 9) for pid in range(os.getpid() - 50, os.getpid() + 50)"
        " if pid != os.getpid()]"
    ),
    "a thread of another": (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "if libc.syscall(234, os.getppid(), os.getppid(), 9) < 0: raise PermissionError"
    ),
    "a handle of the parent": "os.pidfd_open(os.getppid())",
    "an owner of input": (
        "import fcntl\nr, w = os.pipe()\nfcntl.fcntl(r, fcntl.F_SETOWN, os.getppid())"
    ),
    "a lease": "import fcntl\nfcntl.fcntl(os.open('x', 66), fcntl.F_SETLEASE, fcntl.F_RDLCK)",
    "a watch": "import fcntl\nfcntl.fcntl(os.open('.', 0), fcntl.F_NOTIFY, 1)",
    "a higher priority": "os.nice(-5)",
    "a lower priority for the parent": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
    "a real-time schedule": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "another processor": "os.sched_setaffinity(0, {0})",
    "another processor for the parent": "os.sched_setaffinity(os.getppid(), {0})",
    "a session": "os.setsid()",
    "a group": "os.setpgid(0, 0)",
    "another user": "os.setuid(0)",
    "another user of the effective kind": "os.setresuid(-1, 0, -1)",
    "another group of users": "os.setgid(0)",
    "more groups": "os.setgroups([0])",
    "higher limits": (
        "import resource as r\nr.setrlimit(r.RLIMIT_CPU, r.getrlimit(r.RLIMIT_CPU)[::-1])"
    ),
    "lower limits": "import resource as r\nr.setrlimit(r.RLIMIT_NOFILE, (3, 3))",
    "limits of the parent": (
        "import resource as r\nr.prlimit(os.getppid(), r.RLIMIT_NOFILE, (0, 0))"
    ),
}


@pytest.mark.parametrize("code", SIGNALS.values(), ids=SIGNALS.keys())
async def test_another_is_not_touched(attack: Attack, code: str) -> None:
    result = await attack(f"import os\n{code}")

    assert result.outcome is Outcome.ERROR, shown(result)
    assert result.error is not None
    # Python itself looks at a limit before it asks the kernel.
    assert result.error.type in {"PermissionError", "ValueError"}, shown(result)


STAYS = {
    "a thread that sleeps": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()",
        Outcome.TIMEOUT,
    ),
    "a thread that works after the main thread left": (
        (
            "import threading, ctypes\n"
            "def work():\n    while True: pass\n"
            "threading.Thread(target=work).start()\nctypes.CDLL(None).syscall(60, 0)"
        ),
        Outcome.KILLED,
    ),
    "a background thread that prints": (
        (
            "import threading\ndef work():\n    while True: print('.', end='')\n"
            "threading.Thread(target=work, daemon=True).start()\n1"
        ),
        Outcome.OK,
    ),
    "a stopped process": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        Outcome.TIMEOUT,
    ),
    "a stopped thread": (
        "import ctypes, os\nctypes.CDLL(None).syscall(234, os.getpid(), os.getpid(), 19)",
        Outcome.TIMEOUT,
    ),
    "one deaf to all signals": (
        (
            "import signal\nfor n in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:\n"
            "    signal.signal(n, signal.SIG_IGN)\n"
            "signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))\nwhile True: pass"
        ),
        Outcome.TIMEOUT,
    ),
    "handlers that start again": (
        (
            "import os, signal\ndef again(*_): os.kill(os.getpid(), signal.SIGUSR1)\n"
            "signal.signal(signal.SIGUSR1, again)\nagain()\nwhile True: pass"
        ),
        Outcome.ERROR,
    ),
    "an event loop that never ends": (
        "import asyncio\nasyncio.new_event_loop().run_forever()",
        Outcome.TIMEOUT,
    ),
    "work at exit": (
        "import atexit, time\natexit.register(lambda: time.sleep(60))\n1",
        None,
    ),
    "work in a finaliser": (
        "class A:\n    def __del__(self):\n        while True: pass\na = A()\n1",
        Outcome.TIMEOUT,
    ),
}


@pytest.mark.parametrize(("code", "outcome"), STAYS.values(), ids=STAYS.keys())
async def test_it_does_not_stay(attack: Attack, code: str, outcome: Outcome | None) -> None:
    result = await attack(code)

    assert result.outcome in {outcome or Outcome.OK, outcome or Outcome.TIMEOUT}, shown(result)


THREADS_AT_ONCE = 64
THREADS = {
    "threads": "threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
    "threads with small stacks": (
        "threading.stack_size(32768)\n"
        "    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()"
    ),
    "bare threads": "threading.stack_size(32768)\n    _thread.start_new_thread(time.sleep, (9,))",
    "timers": "threading.Timer(9, print).start()",
}


@pytest.mark.parametrize("code", THREADS.values(), ids=THREADS.keys())
async def test_a_bomb_of_threads_is_small(attack: Attack, code: str) -> None:
    result = await attack(
        "import _thread, os, threading, time\nn = 0\ntry:\n  while n < 20_000:\n"
        f"    {code}\n    n += 1\nexcept (RuntimeError, MemoryError): pass\n"
        "print(n)\nsys = __import__('sys')\nsys.stdout.flush()\nos._exit(0)",
        wall_seconds=3,
    )

    assert result.error is not None
    if result.error.type != "ThreadLimit":
        assert 1 <= int(result.stdout) < THREADS_AT_ONCE, shown(result)


async def test_an_error_is_told_though_a_thread_stays(attack: Attack) -> None:
    """As in Python, where such a program goes on after its traceback."""
    stays = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    result = await attack(f"{stays}\n1 / 0")

    assert result.outcome is Outcome.TIMEOUT
    assert result.stderr.startswith("Traceback (most recent call last):\n"), shown(result)
    assert result.stderr.count("ZeroDivisionError: division by zero\n") == 1


async def test_torch_is_told_that_it_has_too_many_threads(attack: Attack) -> None:
    """Its library for threads ends the process when it is refused one."""
    code = "torch.set_num_threads(80)\ntorch.rand(3000, 1000).relu()"
    result = await attack(code, wall_seconds=10)

    assert result.outcome is Outcome.KILLED
    assert result.error is not None
    assert result.error.type == "ThreadLimit", shown(result)
    assert "torch.set_num_threads" in result.error.message


INSISTING = {
    "threads": (
        "import threading, time\nthreading.stack_size(32768)\nwhile True:\n"
        "    try: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
        "    except RuntimeError: pass"
    ),
    "bare threads": (
        "import _thread, threading, time\nthreading.stack_size(32768)\nwhile True:\n"
        "    try: _thread.start_new_thread(time.sleep, (9,))\n    except RuntimeError: pass"
    ),
    "threads of C": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nkept = ctypes.c_ulong()\n"
        "small = ctypes.create_string_buffer(64)\nlibc.pthread_attr_init(small)\n"
        "libc.pthread_attr_setstacksize(small, ctypes.c_size_t(16384))\n"
        "pause = ctypes.cast(libc.pause, ctypes.c_void_p)\n"
        "while True: libc.pthread_create(ctypes.byref(kept), small, pause, None)"
    ),
    "threads of torch": (
        "torch.set_num_threads(900)\nx = torch.rand(1500, 1500)\nwhile True: x = (x @ x).sigmoid()"
    ),
}
STARTS_THREADS = (
    "import time\nfrom concurrent.futures import ThreadPoolExecutor\n"
    "end = time.monotonic() + 0.6\nwhile time.monotonic() < end:\n"
    "    with ThreadPoolExecutor(8) as pool: done = sum(pool.map(int, '11111111'))\ndone"
)


@pytest.mark.parametrize("code", INSISTING.values(), ids=INSISTING.keys())
async def test_a_neighbour_can_start_threads_meanwhile(run: Run, code: str) -> None:
    neighbour = asyncio.create_task(run(STARTS_THREADS, wall_seconds=9))
    while not neighbour.done():
        result = await run(code, wall_seconds=2)
        assert result.outcome in {Outcome.KILLED, Outcome.TIMEOUT}, shown(result)

    assert neighbour.result().value == "8", shown(neighbour.result())


@pytest.mark.parametrize(
    "name", ["SIGTERM", "SIGINT", "SIGHUP", "SIGALRM", "SIGUSR1", "SIGSEGV", "SIGABRT", "SIGKILL"]
)
async def test_a_signal_to_itself_is_told(attack: Attack, name: str) -> None:
    reset = "" if name == "SIGKILL" else f"signal.signal(signal.{name}, signal.SIG_DFL)\n"
    result = await attack(
        f"import os, signal, time\n{reset}os.kill(os.getpid(), signal.{name})\ntime.sleep(9)"
    )

    assert result.outcome is Outcome.KILLED, shown(result)
    assert result.error is not None
    assert signal.Signals[name].name in result.error.message


async def test_signals_that_wait_are_few(attack: Attack) -> None:
    """A user's processes share what the kernel keeps of them: none would be left for others."""
    result = await attack(
        "import os, signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, {40})\n"
        "for _ in range(1000): os.kill(os.getpid(), 40)\n"
        "taken = 0\nwhile signal.sigtimedwait({40}, 0): taken += 1\ntaken"
    )

    assert result.outcome is Outcome.OK, shown(result)
    assert 0 < int(result.value or 0) <= 65


async def test_processes_of_others_are_out_of_reach_while_it_runs(
    attack: Attack, hosted: int
) -> None:
    family = sorted(host.below(hosted))
    result = await attack(
        f"import os\nfor pid in {family!r}:\n    for n in (0, 9, 15, 19):\n"
        "        try: pid != os.getpid() and print(os.kill(pid, n))\n"
        "        except (PermissionError, ProcessLookupError): pass"
    )

    assert (result.outcome, result.stdout) == (Outcome.OK, ""), shown(result)
