"""Nothing of a run is left for the next one, and nothing of the service is there to find."""

import asyncio

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks import host
from tests.sandbox.attacks.conftest import Attack, shown
from tests.sandbox.conftest import Run


async def test_its_environment_is_its_own(attack: Attack) -> None:
    result = await attack("import os\nsorted(os.environ)")

    kept = ["HOME", "KINETO_LOG_LEVEL", "LANG", "LOGNAME", "PATH", "TMPDIR", "USER"]
    assert result.value == str(kept)


async def test_the_c_librarys_environment_is_no_other(attack: Attack) -> None:
    """What exec handed over lies on the stack still: it must never have held a secret."""
    result = await attack(
        "import ctypes\nenviron = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "
        "'environ')\n"
        "found = []\nwhile environ[len(found)]: found.append(environ[len(found)])\n"
        "sorted(found)"
    )

    assert result.outcome is Outcome.OK, shown(result)
    assert "TOKEN" not in str(result.value)
    assert "CANARY" not in str(result.value)


async def test_its_stack_holds_no_secret(attack: Attack) -> None:
    result = await attack(
        "import ctypes, sys\nfirst = ctypes.POINTER(ctypes.c_void_p).in_dll(ctypes.CDLL(None),"
        " '__environ')\n"
        "auxiliary = ctypes.c_void_p.in_dll(ctypes.CDLL(None), 'environ').value\n"
        "b'CANARY' in ctypes.string_at(auxiliary, 512)"
    )

    assert result.value in {"False", None}, shown(result)


async def test_only_the_channel_and_the_streams_are_open(attack: Attack) -> None:
    code = (
        "import os\nopened = []\nfor n in range(1100):\n    try:\n        os.fstat(n)\n"
        "        opened.append(n)\n    except OSError: pass\nopened"
    )

    assert (await attack(code)).value == "[0, 1, 2, 3]"


async def test_no_object_of_the_service_is_in_its_memory(attack: Attack) -> None:
    result = await attack(
        "import gc, sys\nservice = ('sandbox.service.app', 'sandbox.supervisor.supervisor',"
        " 'sandbox.client',"
        " 'uvicorn', 'starlette', 'telegram', 'sqlalchemy', 'bot', 'tutor')\n"
        "[name for name in service if name in sys.modules]"
    )

    assert result.value == "[]", shown(result)


async def test_no_code_of_another_run_is_in_its_memory(attack: Attack, run: Run) -> None:
    """The zygote never sees code: a spare gets it over its own channel."""
    marked = "mark" + "er" * 8
    for _ in range(8):
        await run(f"{marked} = 1\nprint('{marked}')")

    result = await attack(
        "import gc, linecache, sys\nmark = 'mark' + 'er' * 8\n"
        "texts = [o for o in gc.get_objects() if isinstance(o, (str, bytes))]\n"
        "any(mark in str(v) for v in [linecache.cache, *texts]),"
        " any(mark in str(getattr(m, '__dict__', {}).get('__file__')) for m in "
        "sys.modules.values())"
    )

    assert result.value == "(False, False)", shown(result)


async def test_memory_that_is_given_back_is_clean(attack: Attack, run: Run) -> None:
    await run("x = torch.full((10**6,), 42.0)\ny = [b'secret' * 1000 for _ in range(1000)]\n1")

    result = await attack(
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.malloc.restype = ctypes.c_void_p\n"
        "room = libc.malloc(2**24)\nb'secret' in ctypes.string_at(room, 2**24)"
    )

    assert result.value == "False", shown(result)


async def test_uninitialised_tensors_hold_nothing_of_another_run(attack: Attack, run: Run) -> None:
    await run("x = torch.full((10**6,), 42.0)")

    result = await attack("bool((torch.empty(10**6) == 42.0).any())")

    assert result.value == "False", shown(result)


async def test_two_runs_at_once_do_not_meet(attack: Attack, run: Run) -> None:
    code = (
        "import os, time\nopen('mine', 'w').write(str({n}))\ntorch.manual_seed({n})\n"
        "time.sleep(0.2)\nopen('mine').read(), os.listdir(), torch.initial_seed()"
    )
    answers = await asyncio.gather(*(run(code.format(n=n)) for n in range(6)))

    assert [answer.value for answer in answers] == [f"('{n}', ['mine'], {n})" for n in range(6)]
    assert (await attack("1")).value == "1"


async def test_a_lock_of_one_run_is_not_seen_by_another(attack: Attack, run: Run) -> None:
    """On what all share: each eventfd is one file to the kernel, and a package is everybody's."""
    lock = "struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, {start}, {size}, 0)"
    takes = (
        "import fcntl, os, struct, time\nevent, package = os.eventfd(0), open(torch.__file__)\n"
        f"fcntl.fcntl(event, fcntl.F_SETLK, {lock.format(start=4242, size=1)})\n"
        "fcntl.flock(package, fcntl.LOCK_EX | fcntl.LOCK_NB)\ntime.sleep(1.5)\n'held'"
    )
    looks = (
        "import fcntl, os, struct, time\nevent, package = os.eventfd(0), open(torch.__file__)\n"
        f"found = fcntl.fcntl(event, fcntl.F_GETLK, {lock.format(start=0, size=0)})\n"
        "fcntl.flock(package, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "struct.unpack('hhqqi4x', found)[0] == fcntl.F_UNLCK"
    )
    holder = asyncio.create_task(run(takes))
    await asyncio.sleep(0.7)

    seen = await run(looks)

    assert seen.value == "True", shown(seen)
    assert (await holder).value == "'held'"
    assert (await attack("1")).value == "1"


async def test_the_same_seed_gives_the_same_run(attack: Attack) -> None:
    code = "import random\nrandom.random(), np.random.rand(), torch.rand(1).item()"
    first, second, other = [await attack(code, seed=seed) for seed in (7, 7, 8)]

    assert first.value == second.value != other.value


LEFT = {
    "shared memory by name": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nif libc.shm_open(b'/attack', 66, 0o600) < 0:"
        " raise OSError"
    ),
    "a semaphore by name": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.sem_open.restype = ctypes.c_void_p\n"
        "if not libc.sem_open(b'/attack', 66, 0o600, 1): raise OSError"
    ),
    "shared memory by key": (
        "import ctypes\nif ctypes.CDLL(None).shmget(0x5151, 4096, 0o1600) < 0: raise OSError"
    ),
    "a semaphore by key": (
        "import ctypes\nif ctypes.CDLL(None).semget(0x5151, 1, 0o1600) < 0: raise OSError"
    ),
    "a queue by key": (
        "import ctypes\nif ctypes.CDLL(None).msgget(0x5151, 0o1600) < 0: raise OSError"
    ),
    "a queue by name": (
        "import ctypes\nif ctypes.CDLL(None).mq_open(b'/attack', 66, 0o600, None) < 0: raise "
        "OSError"
    ),
    "a key of the kernel": (
        "import ctypes\nif ctypes.CDLL(None).syscall(248, b'user', b'attack', b'x', 1, -4) < 0:"
        " raise OSError"
    ),
    "a socket by abstract name": (
        "import ctypes, socket\na, b = socket.socketpair()\n"
        "if ctypes.CDLL(None).bind(a.fileno(), b'\\x01\\x00\\x00attack', 9): raise OSError"
    ),
}


@pytest.mark.parametrize("code", LEFT.values(), ids=LEFT.keys())
async def test_it_is_not_left_behind(attack: Attack, code: str) -> None:
    result = await attack(code)

    assert result.outcome is Outcome.ERROR, shown(result)


async def test_mixed_runs_in_numbers_leave_nothing(attack: Attack, run: Run, hosted: int) -> None:
    """A short one; the soak has thousands."""
    codes = [
        "1",
        "1 / 0",
        "import os\nos._exit(0)",
        "open('x', 'w').write('x')",
        "print('x' * 9999)",
    ]
    before = host.descriptors(hosted)
    for _ in range(8):
        await asyncio.gather(*(run(code) for code in codes))
    assert (await attack("1")).value == "1"

    assert abs(host.descriptors(hosted) - before) <= 12


async def test_a_run_that_nobody_waits_for_is_ended(run: Run, attack: Attack) -> None:
    waiting = asyncio.create_task(run("while True: pass", wall_seconds=20))
    await asyncio.sleep(0.2)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert (await attack("1")).value == "1"


async def test_a_result_says_how_it_was_held(attack: Attack) -> None:
    isolation = (await attack("1")).isolation

    assert "seccomp" in isolation
    assert "landlock" in isolation or "namespaces" in isolation


async def test_flags_of_its_input_are_its_own(attack: Attack, run: Run) -> None:
    """All inputs were one open file once, which the zygote had opened."""
    flags = "import fcntl, os\nbefore = fcntl.fcntl(0, fcntl.F_GETFL)\n"
    change = "fcntl.fcntl(0, fcntl.F_SETFL, before | os.O_APPEND | os.O_NONBLOCK)\n"

    first = await attack(f"{flags}{change}before")
    second = await run(f"{flags}before")

    assert first.value == second.value, shown(first)


async def test_a_lock_on_its_input_ends_with_it(attack: Attack, run: Run) -> None:
    lock = "import fcntl\nfcntl.flock(0, fcntl.LOCK_EX | fcntl.LOCK_NB)\n'held'"

    assert (await attack(lock)).value == "'held'"
    assert (await run(lock)).value == "'held'"
