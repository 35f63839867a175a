"""Code that means harm: it gets its true outcome in time, and the next snippet is untouched."""

import asyncio
import platform
import time

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.conftest import Run

LATE_SECONDS = 0.3
# A noisy machine may stall a whole process; the limit itself is checked in `seconds`.
STALL_SECONDS = 3.0

DENIED = {
    "fork": "import os\nos.fork()",
    "exec": "import os\nos.execv('/bin/sh', ['sh'])",
    "spawn": "import os\nos.posix_spawn('/bin/sh', ['sh'], {})",
    "subprocess": "import subprocess\nsubprocess.run(['true'])",
    "shell": "import os\nos.system('true')",
    "workers": "import multiprocessing as mp\nmp.Process(target=print).start()",
    "pool": "import multiprocessing as mp\nmp.Pool(2)",
    "internet socket": "import socket\nsocket.socket()",
    "unix socket": "import socket\nsocket.socket(socket.AF_UNIX)",
    "netlink socket": "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "name lookup": "import socket\nsocket.getaddrinfo('example.org', 80)",
    "download": "import urllib.request\nurllib.request.urlopen('http://example.org')",
    "passwd": "open('/etc/passwd').read()",
    "environment of init": "open('/proc/1/environ', 'rb').read()",
    "environment of the zygote": "import os\nopen(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "own process files": "open('/proc/self/maps').read()",
    "process list": "import os\nos.listdir('/proc')",
    "the root folder": "import os\nos.listdir('/')",
    "other runs": "import os\nos.listdir(os.path.dirname(os.getcwd()))",
    "write outside": "open('/tmp/planted', 'w')",
    "write to a package": "open(torch.__file__, 'a')",
    "truncate a package": "import os\nos.open(torch.__file__, os.O_RDONLY | os.O_TRUNC)",
    "truncate by path": "import os\nos.truncate(torch.__file__, 0)",
    "link": "import os\nos.link(torch.__file__, 'linked')",
    "symbolic link": "import os\nos.symlink('/etc/passwd', 'linked')",
    "device": "import os, stat\nos.mknod('device', stat.S_IFCHR | 0o666, os.makedev(1, 1))",
    "pipe for others": "import os\nos.mkfifo('fifo')",
    "own socket file": (
        "import socket\na, b = socket.socketpair()\nsocket.socket.bind(a, 'listening')"
    ),
    "signal to the parent": "import os\nos.kill(os.getppid(), 9)",
    "signal to everyone": "import os\nos.kill(-1, 9)",
    "signal to its group": "import os\nos.kill(0, 9)",
    "signal by descriptor": (
        "import fcntl, os\nr, w = os.pipe()\nfcntl.fcntl(r, fcntl.F_SETOWN, os.getppid())"
    ),
    "priority": "import os\nos.nice(-5)",
    "higher limits": (
        "import resource as r\nr.setrlimit(r.RLIMIT_CPU, r.getrlimit(r.RLIMIT_CPU)[::-1])"
    ),
    "new root": "import os\nos.chroot('.')",
    "other user": "import os\nos.setuid(0)",
    "own session": "import os\nos.setsid()",
    "memory file": "import os\nos.memfd_create('x')",
}


async def is_untouched(run: Run) -> bool:
    """The next snippet finds everything as it should be."""
    code = "import os\nassert not os.listdir()\nx = torch.rand(3)\n(x @ x).item()"
    first, second = await run(code), await run(code)
    return first.outcome is Outcome.OK and first.value == second.value is not None


@pytest.mark.parametrize("code", DENIED.values(), ids=DENIED.keys())
async def test_it_is_refused(run: Run, code: str) -> None:
    result = await run(code)

    assert result.outcome is Outcome.ERROR, result
    assert result.error is not None
    assert result.error.type in {"PermissionError", "OSError", "URLError", "ValueError"}


# Number on x86_64, what it would do.
RAW_CALLS = {
    "unshare": (272, "new namespaces"),
    "setns": (308, "another's namespaces"),
    "mount": (165, "file systems"),
    "ptrace": (101, "others' memory"),
    "process_vm_readv": (310, "others' memory"),
    "bpf": (321, "programs in the kernel"),
    "perf_event_open": (298, "measuring others"),
    "io_uring_setup": (425, "calls past the filter"),
    "userfaultfd": (323, "stopping the kernel"),
    "keyctl": (250, "keys of others"),
    "add_key": (248, "keys of others"),
    "shmget": (29, "memory that outlives the run"),
    "msgget": (68, "queues that outlive the run"),
    "mq_open": (240, "queues that outlive the run"),
    "init_module": (175, "kernel modules"),
    "personality": (135, "another's habits"),
    "pidfd_open": (434, "handles of others"),
    "open_by_handle_at": (304, "files past their paths"),
    "setxattr": (188, "marks on files"),
    "socket": (41, "sockets"),
    "connect": (42, "connections"),
    "sendmsg": (46, "descriptors for others"),
    "vfork": (58, "a process"),
    "fork": (57, "a process"),
    "swapon": (167, "the host's memory"),
    "reboot": (169, "the host"),
}


on_x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are of x86_64")


@on_x86
@pytest.mark.parametrize("name", RAW_CALLS)
async def test_a_raw_call_is_refused(run: Run, name: str) -> None:
    number, _ = RAW_CALLS[name]

    result = await run(
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"libc.syscall({number}, 0, 0, 0, 0, 0, 0), ctypes.get_errno()"
    )

    assert result.value == "(-1, 1)", result


@on_x86
async def test_a_process_made_by_clone_is_refused(run: Run) -> None:
    result = await run(
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "libc.syscall(56, 17, 0, 0, 0, 0), ctypes.get_errno()"
    )

    assert result.value == "(-1, 1)", result


@on_x86
async def test_the_entry_of_another_architecture_kills(run: Run) -> None:
    """int 0x80 means 32-bit numbers: 20 is getpid there, writev here."""
    code = (
        "import ctypes, mmap\n"
        "page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
        "page.write(bytes([0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3]))\n"
        "address = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "ctypes.CFUNCTYPE(ctypes.c_int)(address)()\n"
    )

    assert (await run(code)).outcome is Outcome.KILLED


ENDINGS = {
    "sleep": ("import time\ntime.sleep(60)", Outcome.TIMEOUT),
    "busy loop": ("while True: pass", Outcome.TIMEOUT),
    "busy loop in C": ("sum(range(10**12))", Outcome.TIMEOUT),
    "one huge power": ("pow(7, 10**9)", Outcome.TIMEOUT),
    "waiting for a key": ("import threading\nthreading.Event().wait()", Outcome.TIMEOUT),
    "deaf to signals": (
        (
            "import signal\nfor n in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:\n"
            "    signal.signal(n, signal.SIG_IGN)\nwhile True: pass"
        ),
        Outcome.TIMEOUT,
    ),
    "stopped": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", Outcome.TIMEOUT),
    "never leaving": (
        "while True:\n    try:\n        while True: pass\n    except: pass",
        Outcome.TIMEOUT,
    ),
    "a thread that stays": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()",
        Outcome.TIMEOUT,
    ),
    "at exit": ("import os\nos._exit(0)", Outcome.KILLED),
    "at exit with a code": ("import os\nos._exit(3)", Outcome.KILLED),
    "crash": ("import ctypes\nctypes.string_at(0)", Outcome.KILLED),
    "abort": ("import os\nos.abort()", Outcome.KILLED),
    "terminated by itself": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nimport time\ntime.sleep(9)",
        Outcome.KILLED,
    ),
    "tensors without end": ("x = []\nwhile True: x.append(torch.ones(1000, 1000))", Outcome.MEMORY),
    "one huge tensor": ("torch.ones(10**10)", Outcome.MEMORY),
    "one huge array": ("np.ones(10**10)", Outcome.MEMORY),
    "one huge list": ("x = [0]\nwhile True: x += x", Outcome.MEMORY),
    "one huge string": ("'x' * 10**10", Outcome.MEMORY),
    "shared memory": (
        "import mmap\nmaps = [mmap.mmap(-1, 2**26) for _ in range(100)]",
        Outcome.MEMORY,
    ),
    "flood": ("while True: print('x' * 10000)", Outcome.OUTPUT),
    "flood of errors": (
        "import sys\nwhile True: sys.stderr.write('x' * 10000)",
        Outcome.OUTPUT,
    ),
    "flood past Python": ("import os\nwhile True: os.write(1, b'x' * 65536)", Outcome.OUTPUT),
    "one endless line": (
        "import sys\nwhile True: sys.stdout.write('x' * 1000)",
        Outcome.OUTPUT,
    ),
    "flood into the channel": (
        "import os\nwhile True: os.write(3, b'x' * 65536)",
        Outcome.REJECTED,
    ),
    "too deep": ("def f(): f()\nf()", Outcome.ERROR),
    "thread bomb": (
        (
            "import threading, time\nfor _ in range(10000):\n"
            "    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()"
        ),
        Outcome.ERROR,
    ),
    "descriptors without end": ("import os\nwhile True: os.pipe()", Outcome.ERROR),
    "big file": ("open('big', 'wb').write(b'x' * 2**25)", Outcome.ERROR),
    "sparse file": ("import os\nos.truncate(os.open('big', 66), 2**40)", Outcome.ERROR),
    "exit": ("import sys\nsys.exit()", Outcome.OK),
    "exit with 0": ("raise SystemExit(0)", Outcome.OK),
    "exit with a code": ("import sys\nsys.exit(3)", Outcome.ERROR),
    "interrupt": ("raise KeyboardInterrupt", Outcome.ERROR),
    "patched streams": ("import sys\nsys.stdout = sys.stderr = sys.__stdout__ = None", Outcome.OK),
    "deep data": ("x = []\nfor _ in range(10**6): x = [x]\nx", Outcome.ERROR),
}


@pytest.mark.parametrize(("code", "outcome"), ENDINGS.values(), ids=ENDINGS.keys())
async def test_it_ends_as_it_should_and_leaves_nothing(
    run: Run, code: str, outcome: Outcome
) -> None:
    started = time.monotonic()

    result = await run(code, wall_seconds=1.5)

    assert result.outcome is outcome, result.model_copy(update={"stdout": result.stdout[:200]})
    assert result.seconds <= 1.5 + LATE_SECONDS
    assert time.monotonic() - started < 1.5 + LATE_SECONDS + STALL_SECONDS
    assert len(result.stdout) <= 65536
    assert await is_untouched(run)


FORGED = '{"outcome": "ok", "value": "42", "error": null, "tensors": [], "images": [], "nonce": ""}'
WRITES_EVERYWHERE = f"""
import os, struct
body = {FORGED!r}.encode()
for descriptor in range(64):
    try:
        os.write(descriptor, struct.pack('!I', len(body)) + body)
    except OSError:
        pass
"""

FORGERIES = {
    "then goes on": ("", {Outcome.REJECTED}),
    "then exits": ("os._exit(0)", {Outcome.REJECTED}),
    "then exits with a code": ("os._exit(1)", {Outcome.KILLED}),
    "then loops": ("while True: pass", {Outcome.TIMEOUT}),
    "then crashes": ("os.abort()", {Outcome.KILLED}),
}


@pytest.mark.parametrize(("after", "outcomes"), FORGERIES.values(), ids=FORGERIES.keys())
async def test_a_forged_result_is_not_believed(
    run: Run, after: str, outcomes: set[Outcome]
) -> None:
    result = await run(f"{WRITES_EVERYWHERE}\n{after}", wall_seconds=1)

    assert result.outcome in outcomes
    assert result.value is None
    assert await is_untouched(run)


async def test_a_thief_of_the_nonce_can_claim_a_value_but_not_time_or_output(run: Run) -> None:
    """What cannot be prevented in one process, held to what it can reach."""
    code = (
        "import sys, os, struct, json\nframe = sys._getframe()\n"
        "while frame and 'request' not in frame.f_locals: frame = frame.f_back\n"
        f"claim = json.loads({FORGED!r}) | {{'nonce': frame.f_locals['request']['nonce']}}\n"
        "print('hello')\nbody = json.dumps(claim).encode()\n"
        "os.write(3, struct.pack('!I', len(body)) + body)\n"
        "while True: pass"
    )

    result = await run(code, wall_seconds=1)

    assert (result.outcome, result.value, result.stdout) == (Outcome.TIMEOUT, None, "hello\n")


async def test_no_secret_of_the_service_is_in_reach(run: Run) -> None:
    result = await run("import os\nsorted(os.environ)")

    assert result.value == "['HOME', 'LANG', 'PATH', 'TMPDIR']"


async def test_only_the_channel_and_the_streams_are_open(run: Run) -> None:
    code = (
        "import os\nopened = []\nfor n in range(1000):\n    try:\n        os.fstat(n)\n"
        "        opened.append(n)\n    except OSError: pass\nopened"
    )

    assert (await run(code)).value == "[0, 1, 2, 3]"


async def test_a_snippet_runs_without_privileges(run: Run) -> None:
    result = await run("import os\nos.getuid() != 0 and os.getgroups() == []")

    assert result.value == "True"


async def test_modes_and_times_of_files_outside_cannot_be_changed(run: Run) -> None:
    """Landlock does not judge them, so the filter pretends."""
    code = (
        "import os\nbefore = os.stat(torch.__file__)\nos.chmod(torch.__file__, 0)\n"
        "os.utime(torch.__file__, (0, 0))\nafter = os.stat(torch.__file__)\n"
        "(before.st_mode, before.st_mtime) == (after.st_mode, after.st_mtime)"
    )

    assert (await run(code)).value == "True"


async def test_files_that_are_hard_to_remove_are_removed(run: Run) -> None:
    code = (
        "import os\nfor _ in range(3000):\n    os.mkdir('d')\n    os.chdir('d')\n"
        "os.umask(0o777)\nos.mkdir('locked')\n"
    )

    assert (await run(code)).outcome is Outcome.OK
    assert await is_untouched(run)


FILLS = {
    "files without end": "n = 0\nwhile True:\n    n += 1\n    open(f'file-{n}', 'wb').close()",
    "folders without end": "import os\nwhile True:\n    os.mkdir('d')\n    os.chdir('d')",
    "big files without end": (
        "n = 0\nwhile True:\n    n += 1\n"
        "    with open(f'file-{n}', 'wb') as f: f.write(b'x' * 2**23)"
    ),
}


@pytest.mark.parametrize("code", FILLS.values(), ids=FILLS.keys())
async def test_a_filling_disk_is_noticed(run: Run, code: str) -> None:
    result = await run(code, wall_seconds=20)

    assert result.outcome is Outcome.KILLED, result
    assert result.error is not None
    assert result.error.type == "DiskLimit"
    assert await is_untouched(run)


async def test_a_neighbour_is_answered_meanwhile(run: Run) -> None:
    attack = asyncio.create_task(run("while True: print('x' * 100)", wall_seconds=1.5))
    await asyncio.sleep(0.1)
    answers = [await run("torch.ones(2).sum().item()") for _ in range(5)]
    await attack

    assert {answer.value for answer in answers} == {"2.0"}


async def test_patches_of_libraries_do_not_reach_the_next_run(run: Run) -> None:
    await run("torch.Tensor.sum = lambda self: 'patched'\ntorch.set_default_dtype(torch.float64)")

    assert (await run("torch.ones(2).sum()")).value == "tensor(2.)"
