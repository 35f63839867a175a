"""No way round the limits on memory, and a full one is told in words that Python has for it."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import Attack, on_x86, shown
from tests.sandbox.conftest import Run

EATS = {
    "tensors without end": "x = []\nwhile True: x.append(torch.ones(1000, 1000))",
    "one huge tensor": "torch.ones(10**10)",
    "a tensor that grows": "x = torch.ones(1000)\nwhile True: x = torch.cat([x, x])",
    "an outer product": "x = torch.ones(10**6)\nx[:, None] * x",
    "an expanded tensor made real": "torch.ones(1).expand(10**10).contiguous()",
    "gradients without end": (
        "x = torch.ones(1000, 1000, requires_grad=True)\ny = x\nwhile True: y = y * x"
    ),
    "one huge array": "np.ones(10**10)",
    "arrays without end": "x = []\nwhile True: x.append(np.ones(10**6))",
    "one huge list": "x = [0]\nwhile True: x += x",
    "many small lists": "x = []\nwhile True: x += [[] for _ in range(10**5)]",
    "one huge string": "'x' * 10**10",
    "a string that doubles": "x = 'x'\nwhile True: x += x",
    "huge bytes": "bytearray(10**10)",
    "a huge folded constant": "x = ('a' * 4096 * 4096) * 4096",
    "a huge number": "1 << 10**11",
    "a set without end": "x = set()\nn = 0\nwhile True:\n    n += 1\n    x.add(n)",
    "a format's width": "f'{1:>{10**10}}'",
    "a replaced text": "('x' * 10**6).replace('x', 'x' * 10**6)",
    "an unpacked bomb": (
        "import zlib\nbomb = zlib.compress(bytes(2**25))\nx = []\n"
        "while True: x.append(zlib.decompress(bomb))"
    ),
    "shared memory": "import mmap\nmaps = [mmap.mmap(-1, 2**26) for _ in range(100)]",
    "shared memory that is used": (
        "import mmap\nmaps = []\nwhile True:\n    m = mmap.mmap(-1, 2**24)\n"
        "    m[::4096] = b'x' * len(m[::4096])\n    maps.append(m)"
    ),
    "private maps": (
        "import mmap\nmaps = [mmap.mmap(-1, 2**26, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)"
        " for _ in range(100)]"
    ),
    "by a library in C++": "torch.zeros(5_000_000).split(1)",
    # Of a prime length: beside what comes in and what goes out, which fit, every way to transform
    # that needs as much again as is left. How much other lengths need is up to the processor.
    "by a library that has its own word for it": "torch.fft.fft(torch.rand(8_000_009))",
    "the endless device": "open('/dev/urandom', 'rb').read()",
    "by the C library": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.malloc.restype = ctypes.c_void_p\n"
        "while address := libc.malloc(2**24): ctypes.memset(address, 1, 2**24)\n"
        "raise MemoryError"
    ),
}


@pytest.mark.parametrize("code", EATS.values(), ids=EATS.keys())
async def test_it_ends_as_too_much_memory(attack: Attack, code: str) -> None:
    result = await attack(code, wall_seconds=8)

    assert result.outcome is Outcome.MEMORY, shown(result)
    assert result.error is not None
    assert result.peak_bytes < 512 * 2**20


# Most of the memory, so that the small objects of the tests below fill the rest soon.
ALMOST = "most = torch.ones(54_000_000)\n"
# Each takes the last bytes, so that Python has none for the error either; the line of a function
# may be lost then, that of the program never.
SMALL = {
    "a list of lists": ("x = []\nwhile True:\n    x.append([1])", {4}),
    "a list of numbers": ("x = []\nfor n in range(10**9): x.append(n)", {3}),
    "a list of pairs": ("x = []\nfor n in range(10**9): x.append((n, n * n))", {3}),
    "a list of dicts": ("x = []\nwhile True: x.append({'step': 1})", {3}),
    "a list of objects": ("x = []\nwhile True: x.append(object())", {3}),
    "a list of tensors": ("x = []\nwhile True: x.append(torch.ones(2))", {3}),
    "a chain of tuples": ("x = ()\nwhile True:\n    x = (x,)", {4}),
    "a graph": ("x = y = torch.ones(9, requires_grad=True)\nwhile True: y = y * x", {3}),
    "in a function": ("x = []\ndef f():\n    while True: x.append([1])\nf()", {4, 5}),
    "in a function's own": ("def f():\n    x = []\n    while True: x.append([1])\nf()", {4, 5}),
    "in a layer": (
        "class N(nn.Module):\n    def forward(self, x):\n        while True: x += [[1]]\nN()([])",
        {4, 5},
    ),
    "in a class": ("class A:\n    x = []\n    while True: x.append([1])", {2, 4}),
    "in a comprehension": ("[[n] for n in range(10**9)]", {2}),
    "in a generator": ("def f():\n    while True: yield [1]\nx = list(f())", {3, 4}),
}


@pytest.mark.parametrize(("code", "lines"), SMALL.values(), ids=SMALL.keys())
async def test_small_objects_without_end_end_as_too_much_memory_in_their_line(
    run: Run, code: str, lines: set[int]
) -> None:
    result = await run(ALMOST + code)

    assert result.outcome is Outcome.MEMORY, shown(result)
    assert result.error is not None
    assert result.error.line in lines, shown(result)
    assert result.error.message
    assert "another exception" not in result.stderr


async def test_so_they_do_while_every_line_is_noted(run: Run) -> None:
    result = await run(f"{ALMOST}x = []\nwhile True: x.append([1])", want={"trace": True})

    assert result.outcome is Outcome.MEMORY, shown(result)
    assert result.error is not None
    assert result.error.line == 3


async def test_a_thread_that_fills_the_memory_is_told_of(attack: Attack) -> None:
    code = "import threading\nx = []\ndef f():\n    while True: x.append([1])\n"
    result = await attack(f"{ALMOST}{code}threading.Thread(target=f).start()", wall_seconds=8)

    assert result.outcome is Outcome.OK, shown(result)
    assert result.stderr.startswith("Exception in thread Thread-1 (f):\n")
    assert result.stderr.endswith("MemoryError: took more than 256 MiB of memory\n")


MANY_LINES = "".join(f"a{number} = [{number}, {number}]\n" for number in range(90))
NEVER_TOLD = {
    "Python gives up": (
        "x = []\nwhile True:\n    try: 1 / 0\n    except Exception as e: x.append(e)"
    ),
    "it is met for ever": (
        "x = []\nwhile True:\n    try: x.append([1])\n    except MemoryError: pass"
    ),
    "Python looks for a handler for ever": (
        f"{MANY_LINES}x = []\nwith torch.no_grad():\n    while True: x.append([1])"
    ),
}


@pytest.mark.parametrize("code", NEVER_TOLD.values(), ids=NEVER_TOLD.keys())
async def test_a_full_memory_that_no_python_can_tell_of_is_seen(attack: Attack, code: str) -> None:
    result = await attack(ALMOST + code, wall_seconds=8)

    assert result.outcome is Outcome.MEMORY, shown(result)


NOT_FULL = {
    "large and slow": (
        "a, b = torch.ones(15_400_000), torch.ones(15_400_000)\nwhile True: c = a + b",
        Outcome.TIMEOUT,
    ),
    "large and asleep": (
        "import time\nx = torch.ones(61_000_000)\ntime.sleep(10)",
        Outcome.TIMEOUT,
    ),
    "large before": (
        "x = torch.ones(61_000_000)\ndel x\nwhile True: pass",
        Outcome.TIMEOUT,
    ),
    "large before it left": (
        "import os\nx = torch.ones(61_000_000)\ndel x\nos._exit(70)",
        Outcome.KILLED,
    ),
    "large before it crashed": (
        "import os\nx = torch.ones(61_000_000)\ndel x\nos.abort()",
        Outcome.KILLED,
    ),
}


@pytest.mark.parametrize(("code", "outcome"), NOT_FULL.values(), ids=NOT_FULL.keys())
async def test_a_memory_that_was_never_full_is_no_reason(
    attack: Attack, code: str, outcome: Outcome
) -> None:
    result = await attack(code)

    assert result.outcome is outcome, shown(result)


async def test_a_thread_that_asks_for_too_much_is_told_of_with_its_calls(attack: Attack) -> None:
    target = "threading.Thread(target=bytearray, args=(10**15,)).start()"
    result = await attack(f"import threading\n{target}")

    assert "\nTraceback (most recent call last):\n" in result.stderr
    assert "threading.py" in result.stderr
    assert result.stderr.endswith("\nMemoryError: asked for more memory than there is (256 MiB)\n")


# What libraries were mapped is let go, so that as much could be shared instead of it.
WITHOUT_LIBRARIES = """
import ctypes as c
libc = c.CDLL(None)
libc.mmap.restype = c.c_void_p
libc.mmap.argtypes = [c.c_void_p, c.c_size_t, c.c_int, c.c_int, c.c_int, c.c_long]
libc.munmap.argtypes = [c.c_void_p, c.c_size_t]
libc.memset.argtypes = [c.c_void_p, c.c_int, c.c_size_t]
class Part(c.Structure):
    _fields_ = [("type", c.c_uint), ("flags", c.c_uint), *((n, c.c_size_t) for n in "opqsma")]
class Library(c.Structure):
    _fields_ = [("at", c.c_size_t), ("name", c.c_char_p), ("parts", c.c_void_p), ("n", c.c_ushort)]
found = []
@c.CFUNCTYPE(c.c_int, c.POINTER(Library), c.c_size_t, c.c_void_p)
def look(library, size, data):
    one = library.contents
    if b"libtorch_cpu" in (one.name or b""):
        for part in (Part * one.n).from_address(one.parts):
            if part.type == 1 and not part.flags & 2:
                found.append((one.at + part.p, part.m))
    return 0
libc.dl_iterate_phdr(look, None)
for start, size in found:
    first = (start + 4095) & ~4095
    libc.munmap(first, ((start + size) & ~4095) - first)
while (address := libc.mmap(None, 2**23, 3, 0x21, -1, 0)) not in (None, 2**64 - 1):
    libc.memset(address, 1, 2**23)
# Nothing of torch is there any more to end as usual.
import os
os._exit(3)
"""


async def test_shared_memory_is_not_had_where_no_limit_of_the_kernels_counts_it(
    attack: Attack,
) -> None:
    result = await attack(WITHOUT_LIBRARIES)

    assert result.error is not None
    assert "exit code 3" in result.error.message, shown(result)
    assert result.peak_bytes < 2**25


# Each holds all that it was filled with, by a page of it that is still mapped.
HELD_OUT_OF_SIGHT = """
import ctypes, mmap, os
libc = ctypes.CDLL(None)
whole, page = ctypes.c_size_t(2**24), ctypes.c_size_t(4096)
libc.mmap.restype = libc.mremap.restype = ctypes.c_void_p
def cut(start): libc.munmap(ctypes.c_void_p(start + 4096), ctypes.c_size_t(2**24 - 4096))
def shrink(start): libc.mremap(ctypes.c_void_p(start), whole, page, 0)
def fill(start): ctypes.memset(start, 1, 2**24)
kept = ctypes.create_string_buffer(2**24)
def read(start): ctypes.memmove(kept, ctypes.c_void_p(start), 2**24)
def anonymous(): return libc.mmap(None, whole, 3, 0x21, -1, 0)
def of_zeros(rights, flags):
    zeros = os.open("/dev/zero", flags)
    start = libc.mmap(None, whole, rights, 1, zeros, 0)
    os.close(zeros)
    return start
taken = 0
try:
    while taken < 640 and (start := {asked}) not in (None, 2**64 - 1):
        {touch}(start)
        {let_go}(start)
        taken += 16
except OSError:
    pass
taken
"""
OUT_OF_SIGHT = {
    "a map cut down": ("anonymous()", "fill", "cut"),
    "a map made smaller": ("anonymous()", "fill", "shrink"),
    "a map of a device": ("of_zeros(3, os.O_RDWR)", "fill", "cut"),
    "a map of a device, only read": ("of_zeros(1, os.O_RDONLY)", "read", "cut"),
}


@pytest.mark.parametrize(("asked", "touch", "let_go"), OUT_OF_SIGHT.values(), ids=OUT_OF_SIGHT)
async def test_shared_memory_is_not_held_out_of_sight(
    attack: Attack, asked: str, touch: str, let_go: str
) -> None:
    """No limit and no look counts what was let go of but for one page; 1.6 GiB were held so."""
    code = HELD_OUT_OF_SIGHT.format(asked=asked, touch=touch, let_go=let_go)

    result = await attack(code, wall_seconds=8)

    assert result.value == "0", shown(result)


async def test_a_map_without_a_file_is_had_as_ever(attack: Attack) -> None:
    """It is a run's own then, where Python would share it: nobody is there to share it with."""
    result = await attack(
        "import mmap\nfrom multiprocessing import RawArray\n"
        "made = [mmap.mmap(-1, 9000), mmap.mmap(-1, length=9000, flags=mmap.MAP_SHARED),\n"
        "        mmap.mmap(-1, 9000, access=mmap.ACCESS_WRITE),\n"
        "        mmap.mmap(-1, 9000, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS, 3)]\n"
        "for one in made:\n    assert isinstance(one, mmap.mmap)\n"
        "    one.write(b'ab')\n    one.resize(20_000)\n    one.flush()\n"
        "    assert one[:2] == b'ab' and len(one) == 20_000\n    one.close()\n"
        "for only_read in ({'access': mmap.ACCESS_READ}, {'prot': mmap.PROT_READ}):\n"
        "    try: mmap.mmap(-1, 9000, **only_read)[0] = 1\n"
        "    except TypeError as error: print(error)\n"
        "try: mmap.mmap(-1, 9000, prot=1, access=mmap.ACCESS_READ)\n"
        "except ValueError as error: print(error)\n"
        "print(repr(mmap.mmap(-1, 9))[:11], mmap.mmap, mmap.mmap.__doc__[:8])\n"
        "RawArray('i', 3)[:]"
    )

    assert result.value == "[0, 0, 0]", shown(result)
    assert result.stdout == (
        "mmap can't modify a readonly memory map.\n"
        * 2
        + "mmap can't specify both access and flags, prot.\n"
        "<mmap.mmap  <class 'mmap.mmap'> Windows:\n"
    )


# One page each 2 GiB, which takes 8 KiB of tables; of these pages none holds anything.
TABLES_ALONE = """
import ctypes
mmap = ctypes.CDLL(None).mmap
mmap.restype = ctypes.c_void_p
mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
for n in range(1, 65000):
    page = mmap((n << 31) + (1 << 30), 4096, 1, 0x100022, -1, 0)
    if page in (None, 2**64 - 1): break
    ctypes.string_at(page, 1)
import time
time.sleep(9)
"""


@on_x86
async def test_tables_of_pages_count(attack: Attack) -> None:
    result = await attack(TABLES_ALONE, wall_seconds=8)

    assert result.outcome is Outcome.MEMORY, shown(result)


BOUNDED = {
    "swallowed errors": (
        "x = []\nwhile True:\n    try: x.append(bytearray(10**6))\n    except MemoryError: pass"
    ),
    "pipes filled to the brim": (
        "import fcntl, os\nwhile True:\n    r, w = os.pipe()\n    os.set_blocking(w, False)\n"
        "    try: fcntl.fcntl(w, 1031, 2**20)\n    except OSError: pass\n"
        "    try:\n        while True: os.write(w, b'x' * 65536)\n    except BlockingIOError: pass"
    ),
    "pairs filled to the brim": (
        "import os, socket\nheld = []\nwhile True:\n    held += socket.socketpair()\n"
        "    os.set_blocking(held[-1].fileno(), False)\n"
        "    try:\n        while True: os.write(held[-1].fileno(), b'x' * 65536)\n"
        "    except BlockingIOError: pass"
    ),
    "large buffers of a pair": (
        "import socket\na, b = socket.socketpair()\n"
        "a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**28)"
    ),
    "file locks without end": (
        "import fcntl\nfile = open('x', 'w')\nn = 0\nwhile True:\n    n += 2\n"
        "    fcntl.lockf(file, fcntl.LOCK_EX, 1, n)"
    ),
    "signals that queue": (
        "import os, signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(34, 65))\n"
        "while True: os.kill(os.getpid(), 40)"
    ),
    "maps cut to pieces": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.mmap.restype = ctypes.c_void_p\n"
        "while True:\n"
        "    start = libc.mmap(None, 2**28, 1, 0x22, -1, 0)\n"
        "    if start in (None, 2**64 - 1): raise OSError\n"
        "    for n in range(0, 65536, 2):\n"
        "        if libc.mprotect(ctypes.c_void_p(start + n * 4096), 4096, 0): raise OSError\n"
    ),
    "descriptors": "import os\nwhile True: os.pipe()",
    "descriptors by copies": "import os\nwhile True: os.dup(1)",
    "watches of an event poll": "import select\nheld = []\nwhile True: held.append(select.epoll())",
    "counters": "import os\nwhile True: os.eventfd(0)",
    "timers of the kernel": (
        "import ctypes\nlibc = ctypes.CDLL(None)\ntimer = ctypes.c_void_p()\n"
        "if libc.timer_create(0, None, ctypes.byref(timer)): raise OSError"
    ),
    "semaphores": "import multiprocessing as mp\nwhile True: mp.Semaphore()",
    "blocks of shared memory": (
        "from multiprocessing import shared_memory as s\ns.SharedMemory(create=True, size=2**20)"
    ),
    "tensors in shared memory": "torch.ones(3).share_memory_()",
    "locked memory": ("import ctypes\nif ctypes.CDLL(None).mlockall(3): raise OSError"),
    "the memory of a thread's stack": (
        "import threading, time\nthreading.stack_size(2**28)\n"
        "for _ in range(60): threading.Thread(target=time.sleep, args=(5,), daemon=True).start()"
    ),
}


@pytest.mark.parametrize("code", BOUNDED.values(), ids=BOUNDED.keys())
async def test_it_is_bounded(attack: Attack, code: str) -> None:
    """Refused or stopped in time; either way it was small and is gone."""
    result = await attack(code)

    assert result.outcome in {Outcome.ERROR, Outcome.TIMEOUT, Outcome.MEMORY}, shown(result)
    assert result.peak_bytes < 512 * 2**20


async def test_as_much_is_given_as_is_told(attack: Attack) -> None:
    """Of limits that gVisor's kernel takes, only that on addresses holds data."""
    result = await attack(
        "x = []\ntry:\n    while True: x.append(bytearray(2**20))\n"
        "except MemoryError:\n    taken = len(x)\n    del x\ntaken",
        wall_seconds=8,
    )

    assert 230 < int(result.value or 0) <= 256, shown(result)
    assert result.peak_bytes <= 256 * 2**20


async def test_threads_that_wait_leave_the_memory_to_the_others(attack: Attack) -> None:
    """But for their stacks: as addresses, other heaps of theirs would count."""
    result = await attack(
        "import threading\nend = threading.Event()\n"
        "def wait():\n    held = [bytes(5000) for _ in range(50)]\n    end.wait()\n"
        "for _ in range(8): threading.Thread(target=wait).start()\n"
        "x = torch.ones(200 * 2**18)\nend.set()\nx.sum().item()",
        wall_seconds=8,
    )

    assert result.value == "52428800.0", shown(result)


async def test_a_learner_can_recover_from_a_full_memory(attack: Attack) -> None:
    result = await attack(
        "x = []\ntry:\n    while True: x.append(torch.ones(10**6))\n"
        "except RuntimeError as error:\n    x.clear()\n    print('caught')\ntorch.ones(3).sum()"
    )

    assert (result.stdout, result.value) == ("caught\n", "tensor(3.)"), shown(result)
