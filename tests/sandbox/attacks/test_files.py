"""Nothing is read but Python, its packages and the run's own folder."""

import asyncio
import os
import secrets
from pathlib import Path

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks import host
from tests.sandbox.attacks.conftest import Attack, on_x86, shown
from tests.sandbox.conftest import CANARY, Run

REFUSALS = {
    "PermissionError",
    "FileNotFoundError",
    "NotADirectoryError",
    "ProcessLookupError",
    "OSError",
    "OperationalError",
    "RuntimeError",
    "error",
}

READS = {
    "the list of users": "open('/etc/passwd').read()",
    "the passwords": "open('/etc/shadow').read()",
    "the name of the host": "open('/etc/hostname').read()",
    "the name servers": "open('/etc/resolv.conf').read()",
    "the root folder": "import os\nos.listdir('/')",
    "the folder above": "import os\nos.listdir('..')",
    "the folder above the folder above": "import os\nos.scandir('../..').__next__()",
    "home folders": "import os\nos.listdir('/home') + os.listdir('/root')",
    "shared memory": "import os\nos.listdir('/dev/shm')",
    "devices": "import os\nos.listdir('/dev')",
    "the kernel's settings": "open('/proc/sys/kernel/hostname').read()",
    "the kernel's tree": "import os\nos.listdir('/sys')",
    "mounts": "open('/proc/self/mounts').read()",
    "the process list": "import os\nos.listdir('/proc')",
    "processors": "open('/proc/cpuinfo').read()",
    "memory in use": "open('/proc/meminfo').read()",
    "connections": "open('/proc/net/tcp').read()",
    "unix sockets": "open('/proc/net/unix').read()",
    "own memory by file": "open('/proc/self/mem', 'rb').read(1)",
    "own map": "open('/proc/self/maps').read()",
    "own map by thread": "open('/proc/thread-self/maps').read()",
    "own environment": "open('/proc/self/environ', 'rb').read()",
    "own limits": "open('/proc/self/limits').read()",
    "own descriptors": "import os\nos.listdir('/proc/self/fd')",
    "own root by link": "import os\nos.listdir('/proc/self/root')",
    "own root's files": "open('/proc/self/root/etc/passwd').read()",
    "own folder's parent by link": "import os\nos.listdir('/proc/self/cwd/..')",
    "own task": "import os\nos.listdir('/proc/self/task')",
    "the first process's environment": "open('/proc/1/environ', 'rb').read()",
    "the first process's command": "open('/proc/1/cmdline', 'rb').read()",
    "the first process's root": "import os\nos.listdir('/proc/1/root')",
    "the zygote's environment": "import os\nopen(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "the zygote's memory": "import os\nopen(f'/proc/{os.getppid()}/mem', 'rb').read(1)",
    "the zygote's map": "import os\nopen(f'/proc/{os.getppid()}/maps').read()",
    "the zygote's descriptors": "import os\nos.listdir(f'/proc/{os.getppid()}/fd')",
    "the zygote's folder": "import os\nos.listdir(f'/proc/{os.getppid()}/cwd')",
    "a sibling's memory": (
        "import os\nfor pid in range(os.getpid() - 200, os.getpid()):\n"
        "    try: open(f'/proc/{pid}/mem', 'rb').read(1)\n"
        "    except OSError as error: last = error\n"
        "    else: break\nelse: raise last"
    ),
    "other runs": "import os\nos.listdir(os.path.dirname(os.getcwd()))",
    "a neighbour's folder by number": (
        "import os\nbase = os.path.dirname(os.getcwd())\n"
        "for number in range(1000):\n"
        "    try: print(os.listdir(f'{base}/run-{number}'))\n"
        "    except OSError as error: last = error\nraise last"
    ),
    "the tool folder": "import os\nos.listdir('/usr/bin')",
    "logs": "import os\nos.listdir('/var/log')",
    "the disk itself": (
        "import os\nfor name in ('vda', 'sda', 'nvme0n1', 'xvda', 'loop0', 'mem'):\n"
        "    try: os.open(f'/dev/{name}', os.O_RDONLY)\n"
        "    except OSError as error: last = error\n    else: break\nelse: raise last"
    ),
    "the kernel's log": "import os\nos.open('/dev/kmsg', os.O_RDONLY | os.O_NONBLOCK)",
    "a terminal": "open('/dev/tty')",
    "a new terminal": "import os\nos.openpty()",
    "from a folder opened by path only": (
        "import os\nroot = os.open('/', os.O_PATH | os.O_DIRECTORY)\n"
        "os.open('etc/passwd', os.O_RDONLY, dir_fd=root)"
    ),
    "a path-only file read again": (
        "import os\nfile = os.open('/etc/passwd', os.O_PATH)\n"
        "os.open(f'/proc/self/fd/{file}', os.O_RDONLY)"
    ),
    "a path-only file by read": ("import os\nos.read(os.open('/etc/passwd', os.O_PATH), 1)"),
    "after a change of folder": "import os\nos.chdir('/etc')\nopen('passwd').read()",
    "through a symbolic link": "import os\nos.symlink('/etc/passwd', 'x')\nopen('x').read()",
    "through a hard link": "import os\nos.link('/etc/passwd', 'x')\nopen('x').read()",
    "by moving a file here": "import os\nos.rename('/etc/hostname', 'x')\nopen('x').read()",
    "by exchange of names": "import os\nos.replace('/etc/passwd', 'x')",
    "by a copy": "import shutil\nshutil.copy('/etc/passwd', 'x')",
    "by a map": "np.memmap('/etc/passwd', mode='r')",
    "by torch": "torch.from_file('/etc/passwd', size=8, dtype=torch.uint8)",
    "by a checkpoint": "torch.load('/etc/passwd')",
    "by numpy": "np.fromfile('/etc/passwd', dtype='u1')",
    "by an archive": "import tarfile\ntarfile.open('x', 'w').add('/etc/passwd')",
    "by a database": (
        "import sqlite3\nlink = sqlite3.connect('file:/etc/passwd?mode=ro', uri=True)\n"
        "link.execute('select * from sqlite_master')"
    ),
    "by a module's loader": (
        "from importlib.machinery import SourceFileLoader\n"
        "SourceFileLoader('m', '/etc/passwd').get_data('/etc/passwd')"
    ),
    "by a source line": (
        "import linecache\nif not linecache.getlines('/etc/passwd'): raise OSError('empty')"
    ),
    "by a shared object": "import ctypes\nctypes.CDLL('/etc/passwd')",
    "by a file address": "import urllib.request\nurllib.request.urlopen('file:///etc/passwd')",
    "a change of root": "import os\nos.chroot('.')\nos.listdir('/')",
    "names by pattern": (
        "import glob\nfound = glob.glob('/etc/*') + glob.glob('/root/*') + glob.glob('/tmp/*')\n"
        "if not found: raise PermissionError\nprint(found)"
    ),
}


@pytest.mark.parametrize("code", READS.values(), ids=READS.keys())
async def test_it_is_not_read(attack: Attack, code: str) -> None:
    result = await attack(code)

    assert result.outcome is Outcome.ERROR, shown(result)
    assert result.error is not None
    assert result.error.type in REFUSALS | {"URLError"}, shown(result)
    assert "root:" not in result.model_dump_json()


WALK = """
import os, stat

def held(path):
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return b""
    with open(path, "rb") as file:
        return file.read(1 << 16)

own = [os.path.realpath(path) for path in (os.getcwd(), *__import__("sys").path)]
found, queue = [], ["/", "/proc", "/proc/1", "/proc/self", "/sys", "/dev", "/etc", "/tmp", "/run",
    "/var", "/home", "/root", "/srv", "/opt", "/mnt", "/work", "/app", "/data", "/dev/shm",
    *(f"/proc/{pid}" for pid in range(1, 400)), os.path.dirname(os.getcwd())]
while queue:
    try:
        entries = list(os.scandir(queue.pop()))
    except OSError:
        continue
    for entry in entries:
        if any(entry.path.startswith(path) for path in own):
            continue
        found.append(entry.path)
        if entry.is_dir(follow_symlinks=False):
            queue.append(entry.path)
found[:20]
"""


async def test_a_walk_over_everything_finds_nothing(attack: Attack) -> None:
    result = await attack(WALK, wall_seconds=5)

    assert result.value == "[]", shown(result)


async def test_a_planted_file_that_everyone_may_read_is_not_read(
    attack: Attack, hosted: int
) -> None:
    canary = host.base(hosted).parent / "canary.txt"
    canary.write_text(CANARY)
    canary.chmod(0o644)

    result = await attack(f"open({str(canary)!r}).read()")

    assert result.error is not None
    assert result.error.type in {"PermissionError", "FileNotFoundError"}, shown(result)


async def test_that_there_are_neighbours_cannot_be_asked(attack: Attack) -> None:
    """Whether a path exists is told wherever one may pass: so no folder's name can be guessed."""
    result = await attack(
        "import os, re\nbase, own = os.path.split(os.getcwd())\n"
        "places = [base, '/proc/self/cwd/..']\n"
        "found = [n for n in range(1000) for p in places if os.path.exists(f'{p}/run-{n}')]\n"
        "found, bool(re.fullmatch('(run-)?[0-9a-f]{16,}', own))"
    )

    assert result.value == "([], True)", shown(result)


async def test_marks_on_files_outside_are_not_read(attack: Attack, hosted: int) -> None:
    marked = host.base(hosted).parent / "marked.txt"
    marked.touch()
    marked.chmod(0o644)
    try:
        os.setxattr(marked, "user.mark", CANARY.encode())
    except OSError:
        pytest.skip("this file system keeps no marks")

    result = await attack(
        f"import os\npath = {str(marked)!r}\n"
        "for ask in (os.listxattr, lambda path: os.getxattr(path, 'user.mark')):\n"
        "    try: print(ask(path) or 'none')\n"
        "    except OSError as error: print(type(error).__name__)"
    )

    assert set(result.stdout.split()) <= {"none", "OSError", "FileNotFoundError"}, shown(result)


async def test_the_machine_has_another_name(attack: Attack, hosted: int) -> None:
    assert hosted
    result = await attack("import os, platform, socket\nos.uname().nodename, platform.node()")
    if "namespaces" not in result.isolation:
        pytest.skip("only a namespace has a name of its own")

    assert result.value == "('sandbox', 'sandbox')", shown(result)


async def test_the_service_is_not_read(attack: Attack, hosted: int) -> None:
    """Its environment holds what the bot's would: a secret."""
    result = await attack(
        f"import os\nfor name in ('environ', 'mem', 'maps', 'fd', 'cwd', 'root', 'stack'):\n"
        f"    path = f'/proc/{hosted}/{{name}}'\n"
        "    try: print(name, os.listdir(path) if name in 'fd cwd root' else open(path).read())\n"
        "    except (PermissionError, FileNotFoundError): pass"
    )

    assert (result.outcome, result.stdout) == (Outcome.OK, ""), shown(result)


async def test_a_neighbours_code_and_files_are_not_read(run: Run, hosted: int) -> None:
    secret = secrets.token_hex(16)
    victim = asyncio.create_task(
        run(f"open('s', 'w').write('{secret}')\nimport time\ntime.sleep(1.2)", wall_seconds=3)
    )
    while not (files := list(host.base(hosted).glob("run-*/s"))):
        await asyncio.sleep(0.01)
    victims = [pid for pid in host.below(hosted) if _works_in(pid, files[0].parent)]

    result = await run(
        f"import os\npaths = [{str(files[0])!r}]\n"
        f"paths += [f'/proc/{{pid}}/{{name}}' for pid in {victims!r}"
        " for name in ('mem', 'environ', 'maps', 'cwd/s', 'fd/1')]\n"
        "for path in paths:\n    try: print(path, open(path, 'rb').read(1000))\n"
        "    except OSError: pass"
    )

    assert victims
    assert (result.outcome, result.stdout) == (Outcome.OK, ""), shown(result)
    assert (await victim).outcome is Outcome.OK


def _works_in(pid: int, folder: Path) -> bool:
    """By number, not by name: one in a namespace of its own has another name for it."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:
        return False


@on_x86
async def test_files_are_not_opened_by_handle(attack: Attack) -> None:
    result = await attack(
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "room, mount = ctypes.create_string_buffer(200), ctypes.c_int()\n"
        "room[0:4] = (128).to_bytes(4, 'little')\n"
        "[libc.syscall(303, -100, b'/etc/passwd', room, ctypes.byref(mount), 0),"
        " libc.syscall(304, -100, room, 0), libc.syscall(437, -100, b'/etc/passwd', room, 24)]"
    )

    assert result.value == "[-1, -1, -1]"


async def test_python_and_its_packages_can_be_read(attack: Attack) -> None:
    result = await attack("import inspect\nlen(inspect.getsource(torch.nn.Linear)) > 100")

    assert result.value == "True", shown(result)
