"""Whatever a run does or waits for, it ends in time and is told so."""

import asyncio
import time

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import LATE_SECONDS, Attack, shown
from tests.sandbox.conftest import Run

SHORT_SECONDS = 0.4

RUNAWAYS = {
    "sleep": "import time\ntime.sleep(60)",
    "sleep in slices": "import time\nwhile True: time.sleep(0.01)",
    "a loop": "while True: pass",
    "a loop in C": "sum(range(10**12))",
    "a loop of an iterator": "import itertools\nall(itertools.repeat(1))",
    "one huge power": "pow(7, 10**9)",
    "one huge remainder": "pow(3, 1 << 200_000, (1 << 200_001) - 1)",
    "a text of a huge number": "import sys\nsys.set_int_max_str_digits(0)\nstr(1 << 10**7)",
    "a pattern that backtracks": "import re\nre.match('(a+)+$', 'a' * 40 + 'b')",
    "sorts without end": "while True: sorted(range(10**5), key=lambda x: -x)",
    "products of matrices": "x = torch.rand(1500, 1500)\nwhile True: x = (x @ x).sigmoid()",
    "one long product": "x = torch.rand(3000, 3000)\nfor _ in range(1000): x @ x",
    "products of arrays": "x = np.random.rand(1500, 1500)\nwhile True: x = np.tanh(x @ x)",
    "decompositions": "x = torch.rand(1000, 1000)\nwhile True: torch.linalg.svd(x)",
    "a training": (
        "m = nn.Linear(500, 500)\no = torch.optim.Adam(m.parameters())\nx = torch.rand(500, 500)\n"
        "while True:\n    o.zero_grad()\n    m(x).sum().backward()\n    o.step()"
    ),
    "a generator of random numbers": "while True: torch.rand(10**6)",
    "hashes": "import hashlib\nhashlib.pbkdf2_hmac('sha512', b'x', b'x', 10**9)",
    "a memory-hard hash": (
        "import hashlib\nwhile True: hashlib.scrypt(b'x', salt=b'x', n=2**14, r=8, p=1)"
    ),
    "a compression": "import lzma, os\nwhile True: lzma.compress(os.urandom(10**6), preset=1)",
    "a database": (
        "import sqlite3\nsqlite3.connect(':memory:').execute('with recursive n(x) as"
        " (select 1 union all select x + 1 from n) select count(*) from n').fetchone()"
    ),
    "a parser": "import ast\nwhile True: ast.parse('(' * 90 + ')' * 90 + '+1' * 900)",
    "a wait for a key": "import threading\nthreading.Event().wait()",
    "a lock twice": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "two locks crossed": (
        "import threading, time\na, b = threading.Lock(), threading.Lock()\n"
        "def take(x, y):\n    with x:\n        time.sleep(0.1)\n        with y: pass\n"
        "one = threading.Thread(target=take, args=(a, b))\none.start()\ntake(b, a)"
    ),
    "a queue that stays empty": "import queue\nqueue.Queue().get()",
    "a barrier for two": "import threading\nthreading.Barrier(2).wait()",
    "a wait for nothing": "import select\nselect.select([], [], [])",
    "a wait for input of its own": "import os\nr, w = os.pipe()\nos.read(r, 1)",
    "a pipe that nobody empties": "import os\nr, w = os.pipe()\nos.write(w, b'x' * 10**6)",
    "a read of the channel": "import os\nos.read(3, 1)",
    "a wait for a signal": "import signal\nsignal.pause()",
    "a wait for a lock of the kernel": (
        "import ctypes\nctypes.CDLL(None).syscall(202, ctypes.byref(ctypes.c_int(0)), 0, 0, 0, "
        "0, 0)"
    ),
    "an event loop": "import asyncio\nasyncio.run(asyncio.sleep(60))",
    "a finally that loops": "try: 1 / 0\nfinally:\n    while True: pass",
    "an except that takes all": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "a context that never leaves": (
        "import contextlib\n@contextlib.contextmanager\ndef stay():\n"
        "    try: yield\n    finally:\n        while True: pass\nwith stay(): raise SystemExit"
    ),
    "a finaliser": "class A:\n    def __del__(self):\n        while True: pass\na = A()\ndel a",
    "a value that never prints": "class A:\n    def __repr__(self):\n        while True: pass\nA()",
    "an error that never prints": (
        "class A(Exception):\n    def __str__(self):\n        while True: pass\nraise A"
    ),
    "a comparison": "class A:\n    def __eq__(self, o):\n        while True: pass\n[A()] == [A()]",
    "a tracer": "import sys\ndef t(*_):\n    while True: pass\nsys.settrace(t)\nprint(1)",
    "a stream that never flushes": (
        "import sys\nclass A:\n    def write(self, s): pass\n    def flush(self):\n"
        "        while True: pass\nsys.stdout = A()"
    ),
    "many threads": (
        "import threading\ndef work():\n    while True: pass\n"
        "for _ in range(30): threading.Thread(target=work).start()"
    ),
    "torch's threads": (
        "torch.set_num_threads(4)\nx = torch.rand(1500, 1500)\nwhile True: x = (x @ x).sigmoid()"
    ),
    "small files": "while True: open('x', 'w').close()",
    "writes to the disk": (
        "import os\nfile = os.open('x', 66)\nwhile True:\n    os.pwrite(file, b'x' * 4096, 0)\n"
        "    os.fsync(file)"
    ),
    "names that are looked for": (
        "import os\nn = 0\nwhile True:\n    n += 1\n    os.path.exists(f'/tmp/{n}')"
    ),
    "system calls": "import os\nwhile True: os.getppid()",
    "random numbers of the kernel": "import os\nwhile True: os.urandom(2**24)",
    "memory given back": (
        "import mmap\nm = mmap.mmap(-1, 2**26)\nwhile True:\n"
        "    m[::4096] = b'x' * len(m[::4096])\n    m.madvise(mmap.MADV_DONTNEED)"
    ),
}


@pytest.mark.parametrize("code", RUNAWAYS.values(), ids=RUNAWAYS.keys())
async def test_a_runaway_is_stopped_in_time(attack: Attack, code: str) -> None:
    result = await attack(code, wall_seconds=SHORT_SECONDS)

    assert result.outcome is Outcome.TIMEOUT, shown(result)
    assert result.error is not None
    assert result.error.message.startswith("stopped after ")
    assert result.seconds < SHORT_SECONDS + LATE_SECONDS + 1


@pytest.mark.parametrize("timer", ["ITIMER_REAL", "ITIMER_VIRTUAL", "ITIMER_PROF"])
async def test_its_own_alarm_does_not_save_it(attack: Attack, timer: str) -> None:
    result = await attack(
        "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
        "for n in (signal.SIGVTALRM, signal.SIGPROF): signal.signal(n, lambda *_: None)\n"
        f"signal.setitimer(signal.{timer}, 0.001, 0.001)\nwhile True: pass"
    )

    assert result.outcome is Outcome.TIMEOUT, shown(result)


async def test_processor_time_of_all_threads_counts(attack: Attack) -> None:
    result = await attack(
        "import hashlib, threading\n"
        "work = lambda: hashlib.pbkdf2_hmac('sha512', b'x', b'x', 10**9)\n"
        "for _ in range(4): threading.Thread(target=work).start()",
        wall_seconds=2,
    )

    assert result.outcome is Outcome.TIMEOUT, shown(result)
    assert result.cpu_seconds < 4


async def test_a_claimed_time_is_not_believed(attack: Attack) -> None:
    result = await attack(
        "import time\ntime.sleep(0.3)\ntime.time = time.monotonic = time.process_time = lambda: 0"
    )

    assert result.outcome is Outcome.OK
    assert result.seconds >= 0.3


NOISE = {
    "a loop": "while True: pass",
    "a flood": "while True: print('x' * 1000)",
    "a flood of one line": "import os\nwhile True: os.write(1, b'x' * 65536)",
    "memory": (
        "x = []\nwhile True:\n    try: x.append(bytearray(10**6))\n    except MemoryError: x = []"
    ),
    "threads": (
        "import threading\ndef work():\n    while True: pass\n"
        "for _ in range(60): threading.Thread(target=work).start()"
    ),
    "files": "n = 0\nwhile True:\n    n = (n + 1) % 4000\n    open(f'{n}', 'wb').close()",
    "forks": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "a crash": "import ctypes\nctypes.string_at(0)",
    "writes to the channel": "import os\nwhile True: os.write(3, b'x' * 65536)",
    "products of matrices": "x = torch.rand(1000, 1000)\nwhile True: x = (x @ x).sigmoid()",
}


@pytest.mark.parametrize("code", NOISE.values(), ids=NOISE.keys())
async def test_a_neighbour_is_answered_rightly_meanwhile(
    attack: Attack, run: Run, code: str
) -> None:
    noisy = asyncio.create_task(run(code, wall_seconds=1))
    await asyncio.sleep(0.05)
    answers = [await run("x = torch.arange(4.0)\n(x @ x).item()") for _ in range(5)]
    await noisy

    assert {(answer.outcome, answer.value) for answer in answers} == {(Outcome.OK, "14.0")}
    assert (await attack("1")).value == "1"


async def test_two_runaways_hold_up_the_rest_no_longer_than_their_limit(run: Run) -> None:
    """There is a place for two at once; whoever comes then waits for one of them at most."""
    runaways = [asyncio.create_task(run("while True: pass", wall_seconds=1)) for _ in range(2)]
    await asyncio.sleep(0.05)
    started = time.monotonic()
    answers = await asyncio.gather(*(run(f"{n}") for n in range(8)))
    waited = time.monotonic() - started
    await asyncio.gather(*runaways)

    assert [answer.value for answer in answers] == [str(n) for n in range(8)]
    assert waited < 1 + LATE_SECONDS + 5
