"""A crash of Python, however it comes, is the run's own and told as one."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import Attack, shown

CRASHES = {
    "a read of nothing": "import ctypes\nctypes.string_at(0)",
    "a call of nothing": "import ctypes\nctypes.CFUNCTYPE(None)(0)()",
    "an illegal instruction": (
        "import ctypes, mmap\n"
        "page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
        "page.write(bytes(64))\n"
        "address = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "ctypes.CFUNCTYPE(None)(address)()"
    ),
    "a map beyond its file": (
        "import mmap\nfile = open('x', 'w+b')\nfile.truncate(4096)\n"
        "m = mmap.mmap(file.fileno(), 4096)\n"
        "file.truncate(0)\nm[0]"
    ),
    "an abort": "import os\nos.abort()",
    "an abort in C": "import ctypes\nctypes.CDLL(None).abort()",
    "a fatal error of Python": "import ctypes\nctypes.pythonapi.Py_FatalError(b'x')",
    "a count of references": (
        "import ctypes\nx = []\nctypes.pythonapi.Py_DecRef(ctypes.py_object(x))\n"
        "ctypes.pythonapi.Py_DecRef(ctypes.py_object(x))\n"
        "ctypes.c_ssize_t.from_address(id(None)).value = 0\n"
        "y = None\ndel y\nimport ctypes\nctypes.string_at(0)"
    ),
    "broken byte code": (
        "def f(): pass\nf.__code__ = f.__code__.replace(co_code=b'd\\xff' * 10)\nf()"
    ),
    "a tuple of a lying size": (
        "import ctypes\nx = (1, 2)\nctypes.c_ssize_t.from_address(id(x) + 16).value = 10**9\n"
        "x[10**8]"
    ),
    "a stack of C too deep": (
        "import sys\nsys.setrecursionlimit(10**7)\nclass A:\n"
        "    def __getattr__(self, name): return getattr(self, name)\nA().x"
    ),
    "strides that lie": (
        "x = torch.ones(1)\nnp.lib.stride_tricks.as_strided(x.numpy(), (10**12,), (4096,)).sum()"
    ),
    "a wild copy": ("import ctypes\nctypes.memmove(ctypes.create_string_buffer(8), 0xDEADBEEF, 8)"),
    "a double free": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.malloc.restype = ctypes.c_void_p\n"
        "p = libc.malloc(64)\nfor _ in range(9): libc.free(ctypes.c_void_p(p))\nctypes.string_at(0)"
    ),
}


@pytest.mark.parametrize("code", CRASHES.values(), ids=CRASHES.keys())
async def test_a_crash_is_its_own(attack: Attack, code: str) -> None:
    result = await attack(code, wall_seconds=3)

    assert result.outcome is Outcome.KILLED, shown(result)
    assert result.error is not None
    assert "died of SIG" in result.error.message


async def test_a_main_thread_that_leaves_takes_the_others_along(attack: Attack) -> None:
    """The kernel tells nothing more of such a process: what it holds could not be counted."""
    result = await attack(
        "import ctypes, threading, time\n"
        "def work():\n    time.sleep(1)\n    print('alive', flush=True)\n"
        "threading.Thread(target=work).start()\n"
        "ctypes.CDLL(None).syscall(60, 0)"
    )

    assert result.outcome is Outcome.KILLED, shown(result)
    assert "alive" not in result.stdout
    assert result.error is not None
    assert "main thread" in result.error.message
