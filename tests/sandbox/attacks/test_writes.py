"""Nothing is written but in the run's own folder, and nothing there is kept or too much."""

import asyncio
from pathlib import Path

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks import host
from tests.sandbox.attacks.conftest import Attack, on_x86, shown
from tests.sandbox.conftest import Run

REFUSED = {
    "a file beside the runs": "open('../planted', 'w')",
    "a file in the shared folder": "open('/tmp/planted', 'w')",
    "a file in shared memory": "open('/dev/shm/attack', 'w')",
    "a file in the root folder": "open('/planted', 'w')",
    "a file for all users": "open('/var/tmp/planted', 'w')",
    "a new folder beside the runs": "import os\nos.mkdir('../planted')",
    "a package": "open(torch.__file__, 'a')",
    "a new module among the packages": (
        "import os\nopen(os.path.join(os.path.dirname(torch.__file__), 'planted.py'), 'w')"
    ),
    "a path file for every Python": (
        "import os\nopen(os.path.join(torch.__path__[0], '..', 'planted.pth'), 'w')"
    ),
    "a package removed": "import os\nos.unlink(torch.__file__)",
    "a package's folder removed": "import shutil\nshutil.rmtree(torch.__path__[0])",
    "a package emptied by flag": "import os\nos.open(torch.__file__, os.O_RDONLY | os.O_TRUNC)",
    "a package emptied by path": "import os\nos.truncate(torch.__file__, 0)",
    "a package by no access and emptying": ("import os\nos.open(torch.__file__, 3 | os.O_TRUNC)"),
    "a package moved here": "import os\nos.rename(torch.__file__, 'x')",
    "a file moved out": "import os\nopen('x', 'w').close()\nos.rename('x', '/tmp/planted')",
    "a file moved above": "import os\nopen('x', 'w').close()\nos.rename('x', '../planted')",
    "own folder moved": "import os\nos.rename(os.getcwd(), '../planted')",
    "own folder removed": "import os\nos.rmdir(os.getcwd())",
    "a hard link to a package": "import os\nos.link(torch.__file__, 'linked')",
    "a hard link to an own file outside": (
        "import os\nopen('x', 'w').close()\nos.link('x', '/tmp/planted')"
    ),
    "a symbolic link": "import os\nos.symlink('/etc/passwd', 'linked')",
    "a link that loops": "import os\nos.symlink('loop', 'loop')",
    "a device": "import os, stat\nos.mknod('d', stat.S_IFCHR | 0o666, os.makedev(1, 1))",
    "a device left by a file that moves": (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nopen('x', 'w').close()\n"
        "if libc.renameat2(-100, b'x', -100, b'y', 4):\n"
        "    raise OSError(ctypes.get_errno(), 'refused')"
    ),
    "a pipe that blocks whoever opens it": "import os\nos.mkfifo('fifo')",
    "another owner": "import os\nopen('x', 'w').close()\nos.chown('x', 0, 0)",
    "marks": "import os\nopen('x', 'w').close()\nos.setxattr('x', 'user.mark', b'1')",
    "marks on a package": "import os\nos.setxattr(torch.__file__, 'user.mark', b'1')",
    "a file that cannot be changed": (
        "import fcntl, os, struct\nfile = os.open('x', os.O_RDWR | os.O_CREAT)\n"
        "fcntl.ioctl(file, 0x40086602, struct.pack('l', 0x10))"
    ),
    "a database elsewhere": (
        "import sqlite3\nsqlite3.connect(':memory:').execute(\"attach '/tmp/planted' as x\")"
    ),
    "an array elsewhere": "np.save('/tmp/planted.npy', [1])",
    "a map of a package": "np.memmap(torch.__file__, mode='r+')",
    "a checkpoint elsewhere": "torch.save(1, '/tmp/planted.pt')",
    "a picture elsewhere": "plt.figure().savefig('/tmp/planted.png')",
    "an archive unpacked elsewhere": (
        "import io, tarfile\ndata = io.BytesIO()\nopen('x', 'w').close()\n"
        "with tarfile.open(fileobj=data, mode='w') as t: t.add('x')\ndata.seek(0)\n"
        "tarfile.open(fileobj=data).extractall('/tmp/planted')"
    ),
    "a compiled cache among the packages": (
        "import os, py_compile\nopen('x.py', 'w').close()\n"
        "py_compile.compile('x.py', os.path.join(torch.__path__[0], 'planted.pyc'))"
    ),
    "own memory by file": "open('/proc/self/mem', 'r+b')",
    "own priority to be killed": "open('/proc/self/oom_score_adj', 'w').write('-1000')",
    "own name": "open('/proc/self/comm', 'w')",
    "own login": "open('/proc/self/loginuid', 'w')",
    "the kernel's settings": "open('/proc/sys/kernel/core_pattern', 'w')",
    "the kernel's keys": "open('/proc/sysrq-trigger', 'w')",
    "a control group": "import os\nos.mkdir('/sys/fs/cgroup/planted')",
    "the disk": "open('/dev/vda', 'r+b')",
    "a big file": "open('big', 'wb').write(b'x' * 2**25)",
    "a big file, reserved": "import os\nos.posix_fallocate(os.open('big', 66), 0, 2**25)",
    "a big file, reserved beyond its end": (
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\nfile = os.open('big', 66)\n"
        "if libc.fallocate(file, 1, ctypes.c_long(0), ctypes.c_long(2**25)):\n"
        "    raise OSError(ctypes.get_errno(), 'refused')"
    ),
    "a sparse file": "import os\nos.truncate(os.open('big', 66), 2**40)",
    "a sparse file by seeking": (
        "import os\nfile = os.open('big', 66)\nos.lseek(file, 2**40, 0)\nos.write(file, b'x')"
    ),
    "a name too long": "open('x' * 300, 'w')",
    "memory as a file": "import os\nos.memfd_create('x')",
}


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED.keys())
async def test_it_is_not_written(attack: Attack, code: str) -> None:
    result = await attack(code)

    assert result.outcome is Outcome.ERROR, shown(result)
    assert result.error is not None
    assert result.error.type in {
        "PermissionError",
        "FileNotFoundError",
        "OSError",
        "OperationalError",
        "RuntimeError",
    }, shown(result)
    assert not list(Path("/tmp").glob("planted*"))


PRETENDED = {
    "mode": "os.chmod(path, 0o777)",
    "mode of what a link names": "os.chmod(path, 0o4777, follow_symlinks=True)",
    "times": "os.utime(path, (0, 0))",
}


@pytest.mark.parametrize("change", PRETENDED.values(), ids=PRETENDED.keys())
async def test_of_a_file_outside_it_is_not_changed(attack: Attack, change: str) -> None:
    """Landlock does not judge these calls, so the filter pretends; of others' it is refused."""
    result = await attack(
        f"import contextlib, os\npath = torch.__file__\nbefore = os.stat(path)\n"
        f"with contextlib.suppress(PermissionError):\n    {change}\n"
        f"after = os.stat(path)\n"
        "(before.st_mode, before.st_mtime) == (after.st_mode, after.st_mtime)"
    )

    assert result.value == "True", shown(result)


FILLS = {
    "files without end": "n = 0\nwhile True:\n    n += 1\n    open(f'file-{n}', 'wb').close()",
    "long names without end": (
        "n = 0\nwhile True:\n    n += 1\n    open(f'{n}' + 'x' * 240, 'wb').close()"
    ),
    "folders side by side": "import os\nn = 0\nwhile True:\n    n += 1\n    os.mkdir(f'{n}')",
    "big files without end": (
        "n = 0\nwhile True:\n    n += 1\n"
        "    with open(f'file-{n}', 'wb') as f: f.write(b'x' * 2**23)"
    ),
    "files without a name": (
        "import os\nheld = []\nwhile True:\n"
        "    held.append(os.open('x', os.O_RDWR | os.O_CREAT))\n    os.unlink('x')\n"
        "    os.posix_fallocate(held[-1], 0, 2**24 - 1)"
    ),
    "files that are only mapped": (
        "import os\nheld = []\nwhile True:\n"
        "    file = os.open('x', os.O_RDWR | os.O_CREAT)\n"
        "    os.posix_fallocate(file, 0, 2**24 - 1)\n    os.close(file)\n"
        "    held.append(torch.from_file('x', shared=True, size=1024))\n    os.unlink('x')"
    ),
    "files that are only mapped, for oneself": (
        "import os\nheld = []\nwhile True:\n"
        "    file = os.open('x', os.O_RDWR | os.O_CREAT)\n"
        "    os.posix_fallocate(file, 0, 2**24 - 1)\n    os.close(file)\n"
        "    held.append(torch.from_file('x', shared=False, size=1024))\n    os.unlink('x')"
    ),
    "files that are only mapped, under a name that ends lines elsewhere": (
        "import os\nheld, name = [], 'x\\ry (deleted)'\nfor _ in range(60):\n"
        "    file = os.open(name, os.O_RDWR | os.O_CREAT)\n"
        "    os.posix_fallocate(file, 0, 2**24 - 1)\n    os.close(file)\n"
        "    held.append(torch.from_file(name, shared=True, size=1024))\n    os.unlink(name)"
    ),
    "reserved room without end": (
        "import os\nn = 0\nwhile True:\n    n += 1\n    file = os.open(f'{n}', 66)\n"
        "    os.posix_fallocate(file, 0, 2**24 - 1)\n    os.close(file)"
    ),
}


@pytest.mark.parametrize("code", FILLS.values(), ids=FILLS.keys())
async def test_a_filling_disk_is_noticed(attack: Attack, code: str) -> None:
    """A full file system may refuse it before we notice: in a container it is a small one."""
    result = await attack(code, wall_seconds=20)

    assert result.error is not None
    assert (result.outcome, result.error.type) in {
        (Outcome.KILLED, "DiskLimit"),
        (Outcome.ERROR, "OSError"),
    }, shown(result)


FILLS_AS_LEARNERS_DO = {
    "by Python": "open(f'{n}', 'wb').write(bytes(15 << 20))",
    "by torch": "torch.save(torch.ones(3_500_000), f'{n}.pt')",
    "by numpy": "np.save(f'{n}.npy', np.ones(1_800_000))",
}


@pytest.mark.parametrize("code", FILLS_AS_LEARNERS_DO.values(), ids=FILLS_AS_LEARNERS_DO)
async def test_a_full_folder_is_told_with_its_own_limit(attack: Attack, code: str) -> None:
    """Refused where a run has a disk of its own (gVisor), noticed elsewhere: not one file's."""
    result = await attack(
        f"for n in range(99):\n    {code}\nimport time\ntime.sleep(9)", wall_seconds=9
    )

    assert result.error is not None
    assert "128 MiB" in result.error.message, shown(result)
    assert "16 MiB" not in result.error.message


async def test_what_is_laid_hold_of_at_once_counts_too(attack: Attack) -> None:
    """Sooner than the supervisor looks at a run for the first time."""
    result = await attack(
        "import os, time\nfor n in range(15):\n    file = os.open(f'{n}', os.O_RDWR | os.O_CREAT)\n"
        "    os.posix_fallocate(file, 0, 2**24 - 1)\n    os.close(file)\ntime.sleep(5)",
        wall_seconds=5,
    )

    assert result.error is not None
    assert result.error.type in {"DiskLimit", "OSError"}, shown(result)


async def test_room_is_laid_hold_of_no_sooner_than_it_is_written(attack: Attack) -> None:
    """A disk gives any room at once: 2 GiB were taken before the first look at what is free."""
    result = await attack(
        "import ctypes, errno, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "file = os.open('room', os.O_RDWR | os.O_CREAT)\n"
        "size = ctypes.c_long(2**20)\n"
        "refused = libc.fallocate(file, 0, ctypes.c_long(0), size), ctypes.get_errno()\n"
        "os.posix_fallocate(file, 0, size.value)\nfound = os.fstat(file)\n"
        "refused == (-1, errno.EOPNOTSUPP), found.st_size, found.st_blocks * 512 >= 2**20"
    )

    assert result.value == "(True, 1048576, True)", shown(result)


async def test_what_the_run_before_held_is_no_present_to_the_next(run: Run) -> None:
    """It is removed while the next takes as much and more: what is free hides that."""
    code = (
        "import os, time\nfor n in range({files}):\n    file = os.open(f'{{n}}', 66)\n"
        "    os.posix_fallocate(file, 0, 2**24 - 1)\n    os.close(file)\ntime.sleep(0.4)"
    )

    first, *later = [await run(code.format(files=7 * times)) for times in (1, 2, 3)]

    assert first.outcome is Outcome.OK, shown(first)
    for result in later:
        assert result.error is not None, shown(result)
        assert result.error.type in {"DiskLimit", "OSError"}, shown(result)


WRITES_FOR_A_WHILE = (
    "import os, time\nend = time.monotonic() + 0.6\nwhile time.monotonic() < end:\n"
    "    open('x', 'wb').write(bytes(2**16))\n    os.unlink('x')\n'always room'"
)


@pytest.mark.parametrize("code", FILLS.values(), ids=FILLS.keys())
async def test_a_neighbour_has_room_meanwhile(
    run: Run, service: tuple[str, int], code: str
) -> None:
    if service[1]:
        pytest.skip(
            "this machine's disk is too large to be filled; test_recovery.py has a small one"
        )
    neighbour = asyncio.create_task(run(WRITES_FOR_A_WHILE, wall_seconds=9))
    while not neighbour.done():
        await run(code, wall_seconds=9)

    assert neighbour.result().value == "'always room'", shown(neighbour.result())


# After each MiB where a test says how many may be written: on a busy machine the watch is late.
UNHURRIED = "    time.sleep(0.003)\n"


async def test_a_folder_that_has_another_name_each_moment_is_counted(attack: Attack) -> None:
    """By its path it was passed over: 200 MiB and more were written before it was found."""
    result = await attack(
        "import os, threading, time\n"
        "for n in range(1000): os.close(os.open(f'f{n}', 65))\n"
        "os.mkdir('n0')\nfolder = os.open('n0', os.O_RDONLY | os.O_DIRECTORY)\n"
        "def flip():\n    n = 0\n    while True:\n        os.rename(f'n{n}', f'n{n + 1}')\n"
        "        n += 1\n"
        "threading.Thread(target=flip, daemon=True).start()\n"
        "block = bytes(2**20)\n"
        "for n in range(900):\n"
        "    flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND\n"
        "    file = os.open(f'g{n // 16}', flags, dir_fd=folder)\n"
        f"    os.write(file, block)\n    os.close(file)\n    print(n, flush=True)\n{UNHURRIED}",
        wall_seconds=20,
    )

    assert result.error is not None
    assert result.error.type in {"DiskLimit", "OSError"}, shown(result)
    assert int(result.stdout.split()[-1]) < 200


async def test_room_that_a_neighbour_gives_back_is_not_added_to_ones_own(
    run: Run, attack: Attack
) -> None:
    writes = (
        "import time\ntime.sleep({before})\n"
        "for n in range({most}):\n"
        f"    open(f'{{{{n}}}}', 'wb').write(bytes(2**20))\n    print(n, flush=True)\n{UNHURRIED}"
        "time.sleep({after})"
    )
    first = asyncio.create_task(run(writes.format(before=0, most=120, after=1), wall_seconds=9))
    await asyncio.sleep(0.6)

    result = await attack(writes.format(before=1.5, most=400, after=0), wall_seconds=9)

    assert (await first).outcome is Outcome.OK
    assert result.error is not None
    assert result.error.type in {"DiskLimit", "OSError"}, shown(result)
    assert int(result.stdout.split()[-1]) < 190


async def test_not_one_folder_is_made_beside_the_own_one(attack: Attack) -> None:
    result = await attack("import os\nos.chdir('..')\nfor n in range(9): os.mkdir(f'{n}')")

    assert result.outcome is Outcome.ERROR, shown(result)
    assert result.error is not None
    assert result.error.type in {"PermissionError", "OSError"}, shown(result)
    assert "'0'" in result.error.message or "'..'" in result.error.message, shown(result)


async def test_folders_in_folders_without_end_are_stopped(attack: Attack) -> None:
    """Each is slower to make than the last: the clock may come first."""
    result = await attack("import os\nwhile True:\n    os.mkdir('d')\n    os.chdir('d')")

    assert result.outcome in {Outcome.KILLED, Outcome.TIMEOUT, Outcome.ERROR}, shown(result)


HARD_TO_REMOVE = {
    "a deep folder": "import os\nfor _ in range(1500):\n    os.mkdir('d')\n    os.chdir('d')",
    "a folder deeper than a path can tell, which is looked at": (
        "import os, time\nfor _ in range(2500):\n    os.mkdir('d')\n    os.chdir('d')\n"
        "time.sleep(0.5)"
    ),
    "a folder that its owner cannot open": (
        "import os\nos.umask(0o777)\nos.mkdir('locked')\nos.mkdir('locked too')"
    ),
    "a locked folder deep down": (
        "import os\nfor _ in range(200):\n    os.mkdir('d')\n    os.chdir('d')\n"
        "os.umask(0o777)\nos.mkdir('locked')"
    ),
    "many files": "for n in range(3000): open(str(n), 'w').close()",
    "names that are no text": (
        "for n in range(1, 256):\n    if n != 47: open(b'x' + bytes([n]), 'w').close()"
    ),
    "names that look like options": (
        "import os\nfor name in ('-rf', '*', '~', '$HOME', ' ', '\\n', '...'):\n"
        "    os.mkdir(name)\n    open(f'{name}/x', 'w').close()"
    ),
    "a file that is still locked": (
        "import fcntl\nfile = open('x', 'w')\nfcntl.flock(file, fcntl.LOCK_EX)"
    ),
    "open files without a name": (
        "import os\nheld = []\nfor n in range(20):\n    file = open('x', 'wb')\n"
        "    file.write(b'x' * 2**20)\n    os.unlink('x')\n    held.append(file)"
    ),
    "from inside a removed folder": ("import os\nos.mkdir('d')\nos.chdir('d')\nos.rmdir('../d')"),
    "a map of an own file": (
        "import mmap\nfile = open('x', 'w+b')\nfile.truncate(2**20)\n"
        "held = mmap.mmap(file.fileno(), 2**20)\nheld[:] = b'x' * 2**20"
    ),
}


@pytest.mark.parametrize("code", HARD_TO_REMOVE.values(), ids=HARD_TO_REMOVE.keys())
async def test_it_is_removed(attack: Attack, code: str) -> None:
    assert (await attack(code, wall_seconds=20)).outcome is Outcome.OK


@pytest.mark.usefixtures("hosted")
async def test_open_files_without_a_name_are_counted(attack: Attack) -> None:
    """Only who may look into the process sees them; a container has a small file system."""
    if not (await attack("1")).isolation.endswith("uid"):
        pytest.skip("as an ordinary user, the kernel hides what another process holds")

    result = await attack(
        "import os, time\nheld = []\nfor _ in range(50):\n    file = os.open('x', 66)\n"
        "    os.unlink('x')\n    os.posix_fallocate(file, 0, 2**24 - 1)\n    held.append(file)\n"
        "time.sleep(60)",
        wall_seconds=3,
    )

    assert result.error is not None
    assert result.error.type == "DiskLimit", shown(result)


async def test_a_lock_on_a_package_holds_up_nobody(attack: Attack) -> None:
    result = await attack(
        "import fcntl\nfile = open(torch.__file__)\nfcntl.flock(file, fcntl.LOCK_EX)"
    )

    assert result.outcome is Outcome.OK


async def test_an_own_folder_can_be_used(attack: Attack) -> None:
    result = await attack(
        "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n"
        "    torch.save(torch.ones(2), f'{d}/x.pt')\n    print(torch.load(f'{d}/x.pt'))"
    )

    assert result.stdout == "tensor([1., 1.])\n", shown(result)


@on_x86
async def test_the_service_does_not_follow_a_name_out(run: Run, hosted: int) -> None:
    """The cleaner works as another user: what looks like a path must stay a name."""
    victim = host.base(hosted).parent / "keep"
    victim.mkdir(exist_ok=True)
    (victim / "file").write_text("kept")

    await run(f"import os\nos.makedirs('.' + {str(victim)!r})\nopen('..x', 'w').close()")

    assert (victim / "file").read_text() == "kept"
