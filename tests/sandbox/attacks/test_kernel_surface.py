"""What the kernel would do for a program it does not do for a snippet."""

import ast
import errno

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import Attack, on_x86, run_once, shown

CALLS = (
    "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    "def call(number, *a):\n    ctypes.set_errno(0)\n"
    "    return libc.syscall(ctypes.c_long(number), *a), ctypes.get_errno()\n"
)

# Number on x86_64; what it would open up.
REFUSED = {
    "fork": (57, "a process"),
    "vfork": (58, "a process"),
    "execve": (59, "a program"),
    "execveat": (322, "a program"),
    "unshare": (272, "new namespaces"),
    "setns": (308, "another's namespaces"),
    "mount": (165, "file systems"),
    "umount2": (166, "file systems"),
    "pivot_root": (155, "another root"),
    "chroot": (161, "another root"),
    "open_tree": (428, "file systems"),
    "move_mount": (429, "file systems"),
    "fsopen": (430, "file systems"),
    "mount_setattr": (442, "file systems"),
    "ptrace": (101, "others' memory"),
    "process_vm_readv": (310, "others' memory"),
    "process_vm_writev": (311, "others' memory"),
    "process_madvise": (440, "others' memory"),
    "kcmp": (312, "comparisons of others"),
    "pidfd_open": (434, "handles of others"),
    "pidfd_getfd": (438, "descriptors of others"),
    "pidfd_send_signal": (424, "signals to others"),
    "tkill": (200, "signals to others"),
    "rt_sigqueueinfo": (129, "forged signals"),
    "rt_tgsigqueueinfo": (297, "forged signals"),
    "bpf": (321, "programs in the kernel"),
    "perf_event_open": (298, "measuring others"),
    "io_uring_setup": (425, "calls past the filter"),
    "io_uring_enter": (426, "calls past the filter"),
    "io_setup": (206, "calls behind one's back"),
    "userfaultfd": (323, "stopping the kernel"),
    "keyctl": (250, "keys of others"),
    "add_key": (248, "keys of others"),
    "request_key": (249, "keys of others"),
    "shmget": (29, "memory that outlives the run"),
    "shmat": (30, "memory of others"),
    "semget": (64, "semaphores that outlive the run"),
    "msgget": (68, "queues that outlive the run"),
    "mq_open": (240, "queues that outlive the run"),
    "memfd_create": (319, "memory past the limits"),
    "memfd_secret": (447, "memory past the limits"),
    "init_module": (175, "kernel modules"),
    "finit_module": (313, "kernel modules"),
    "kexec_load": (246, "another kernel"),
    "reboot": (169, "the host"),
    "swapon": (167, "the host's memory"),
    "sethostname": (170, "the host's name"),
    "settimeofday": (164, "the host's clock"),
    "clock_settime": (227, "the host's clock"),
    "adjtimex": (159, "the host's clock"),
    "syslog": (103, "the kernel's log"),
    "acct": (163, "the host's books"),
    "quotactl": (179, "quotas"),
    "iopl": (172, "ports"),
    "ioperm": (173, "ports"),
    "modify_ldt": (154, "segments"),
    "arch_prctl": (158, "segments"),
    "personality": (135, "another's habits"),
    "seccomp": (317, "another filter"),
    "landlock_create_ruleset": (444, "another ruleset"),
    "capset": (126, "privileges"),
    "setuid": (105, "another user"),
    "setresuid": (117, "another user"),
    "setfsuid": (122, "another user of files"),
    "setgroups": (116, "groups"),
    "setrlimit": (160, "limits"),
    "setpriority": (141, "priority"),
    "sched_setattr": (314, "priority"),
    "sched_setaffinity": (203, "processors"),
    "ioprio_set": (251, "priority at the disk"),
    "mbind": (237, "places in memory"),
    "migrate_pages": (256, "others' pages"),
    "move_pages": (279, "others' pages"),
    "mlockall": (151, "memory that stays"),
    "name_to_handle_at": (303, "files past their paths"),
    "open_by_handle_at": (304, "files past their paths"),
    "openat2": (437, "files, by flags behind a pointer"),
    "setxattr": (188, "marks on files"),
    "chown": (92, "owners"),
    "mknod": (133, "devices"),
    "link": (86, "names for others' files"),
    "symlink": (88, "names that mislead"),
    "truncate": (76, "files by path"),
    "inotify_init1": (294, "watching others"),
    "fanotify_init": (300, "watching others"),
    "signalfd4": (289, "a queue of signals"),
    "timerfd_create": (283, "timers by descriptor"),
    "timer_create": (222, "timers in the kernel"),
    "splice": (275, "pages moved between files"),
    "tee": (276, "pages moved between files"),
    "vmsplice": (278, "pages given to files"),
    "socket": (41, "sockets"),
    "connect": (42, "connections"),
    "bind": (49, "listeners"),
    "listen": (50, "listeners"),
    "sendmsg": (46, "descriptors for others"),
    "recvmsg": (47, "descriptors of others"),
    "sendmmsg": (307, "descriptors for others"),
    "setsockopt": (54, "larger buffers"),
    "setsid": (112, "a session"),
    "vhangup": (153, "terminals"),
    "lookup_dcookie": (212, "paths of others"),
    "uselib": (134, "libraries"),
    "sysfs": (139, "the kernel's lists"),
    "ustat": (136, "file systems"),
    "nfsservctl": (180, "file servers"),
    "membarrier": (324, "stopping all processors"),
    "mincore": (27, "what others read from the disk"),
    "rseq_of_another_kind": (499, "nothing yet"),
}


@pytest.fixture(scope="module")
def answers(service: tuple[str, int]) -> dict[str, tuple[int, int]]:
    """What one snippet is answered to each of them, by name."""
    numbers = {name: number for name, (number, _) in REFUSED.items()}
    asking = f"{CALLS}{{name: call(n, 0, 0, 0, 0, 0, 0) for name, n in {numbers!r}.items()}}"
    result = run_once(service[0], asking)
    found: dict[str, tuple[int, int]] = ast.literal_eval(result.value or "{}")
    return found


@on_x86
@pytest.mark.parametrize("name", REFUSED)
def test_a_raw_call_is_refused(answers: dict[str, tuple[int, int]], name: str) -> None:
    assert answers[name] == (-1, errno.EPERM), f"opens up {REFUSED[name][1]}"


# These wait, end the thread or would break it; the last two the kernel answers before any filter.
_UNSAFE = {7, 13, 14, 15, 23, 34, 35, 60, 61, 128, 130, 202, 219, 230, 231, 232, 270, 271, 281}
_UNSAFE |= {9, 10, 11, 12, 25, 28, 131, 218, 273, 334, 0, 1, 3, 17, 18, 19, 20, 32, 33, 292}
_UNSAFE |= {37, 38, 56, 335, 336}


@on_x86
async def test_of_all_numbers_only_the_list_is_answered(attack: Attack) -> None:
    """Whatever a newer kernel brings is refused until somebody decides otherwise."""
    result = await attack(
        f"{CALLS}unsafe = {_UNSAFE!r}\nopen_ = [n for n in range(1024) if n not in unsafe"
        " and call(n, -1, -1, -1, -1, -1, -1)[1] not in (1, 38)]\nlen(open_), max(open_)"
    )

    assert result.value is not None, shown(result)
    count, last = map(int, result.value.strip("()").split(","))
    assert 40 < count < 120
    assert last <= 439


@on_x86
async def test_numbers_of_the_x32_table_are_refused(attack: Attack) -> None:
    result = await attack(
        f"{CALLS}{{call(0x40000000 + n, 0, 0, 0, 0, 0, 0) for n in range(548) if n not in (15, "
        f"60, 231)}}"
    )

    assert result.value == "{(-1, 1)}", shown(result)


@on_x86
async def test_the_entry_of_another_architecture_is_shut(attack: Attack) -> None:
    """int 0x80 means 32-bit numbers: 20 is getpid there, writev here. Who calls it is killed.

    gVisor says that it is not permitted (-1, which is nobody's number) before the filter sees it.
    """
    result = await attack(
        "import ctypes, mmap\n"
        "page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
        "page.write(bytes([0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3]))\n"
        "address = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "answer = ctypes.CFUNCTYPE(ctypes.c_int)(address)()\n"
        "if answer == -1: raise PermissionError('refused')\n"
    )

    told = result.error.type if result.error else None
    assert result.outcome is Outcome.KILLED or told == "PermissionError", shown(result)


CLONES = {
    "a process": 17,
    "a process that shares memory": 0x100 | 17,
    "a process of the same parent": 0x8000 | 17,
    "a process like vfork": 0x4000 | 0x100 | 17,
    "a new mount namespace": 0x00020000,
    "a new control group namespace": 0x02000000,
    "a new name namespace": 0x04000000,
    "a new ipc namespace": 0x08000000,
    "a new user namespace": 0x10000000,
    "a new process namespace": 0x20000000,
    "a new network namespace": 0x40000000,
    "a thread in a new user namespace": 0x10000 | 0x10000000,
    "a thread in a new time namespace": 0x10000 | 0x80,
}


@pytest.fixture(scope="module")
def clones(service: tuple[str, int]) -> dict[int, tuple[int, int]]:
    flags = list(CLONES.values())
    result = run_once(
        service[0], f"{CALLS}{{flags: call(56, flags, 0, 0, 0, 0) for flags in {flags!r}}}"
    )
    found: dict[int, tuple[int, int]] = ast.literal_eval(result.value or "{}")
    return found


@on_x86
@pytest.mark.parametrize("flags", CLONES.values(), ids=CLONES.keys())
def test_clone_makes_no(clones: dict[int, tuple[int, int]], flags: int) -> None:
    assert clones[flags] == (-1, errno.EPERM)


@on_x86
async def test_clone_by_its_newer_name_is_unknown(attack: Attack) -> None:
    """So that the C library takes the older one, whose flags can be read."""
    result = await attack(f"{CALLS}call(435, bytes(88), 88)")

    assert result.value == "(-1, 38)", shown(result)


async def test_a_socket_holds_no_page_of_a_file(attack: Attack) -> None:
    """Of each byte that sendfile puts there the kernel keeps up to 2 MiB, which nothing counts.

    As if unknown, so that Python copies by hand.
    """
    result = await attack(
        "import os, socket\na, b = socket.socketpair()\n"
        "file = os.open('x', os.O_RDWR | os.O_CREAT)\nos.write(file, b'xy')\n"
        "os.sendfile(a.fileno(), file, 0, 1)"
    )

    assert result.error is not None, shown(result)
    assert result.error.message.startswith("[Errno 38] "), shown(result)


async def test_pages_of_a_shared_file_are_not_dropped(attack: Attack) -> None:
    """Neighbours would read them from the disk. COLD, PAGEOUT; DONTNEED is about one's own."""
    result = await attack(
        "import mmap\nfile = open(torch.__file__, 'rb')\n"
        "m = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ, flags=mmap.MAP_PRIVATE)\n"
        "for advice in (20, 21, mmap.MADV_DONTNEED): m.madvise(advice)\n"
        "try: m.madvise(100)\nexcept PermissionError: print('refused')"
    )

    assert result.stdout == "refused\n", shown(result)


@on_x86
async def test_of_prctl_only_names_of_threads_are_left(attack: Attack) -> None:
    result = await attack(
        f"{CALLS}[option for option in [*range(80), 0x59616D61, 0x53564D41]"
        " if call(157, option, 1, 0, 0, 0)[1] != 1]"
    )

    assert result.value == "[15, 16]", shown(result)


async def test_a_process_keeps_its_name(attack: Attack) -> None:
    """The kernel's log would quote it after a crash, line breaks and all."""
    result = await attack(
        "import ctypes\nlibc, name = ctypes.CDLL(None), ctypes.create_string_buffer(16)\n"
        "libc.prctl(15, b'told\\nfake'), libc.prctl(16, name), b'fake' in name.raw"
    )

    assert result.value == "(0, 0, False)", shown(result)


async def test_a_threads_name_of_odd_bytes_harms_nobody(attack: Attack) -> None:
    result = await attack(
        "import ctypes\nctypes.CDLL(None).prctl(15, b'\\x1b[2J)\\n) Z 1')\n'named'"
    )

    assert result.value == "'named'", shown(result)


@on_x86
async def test_no_device_can_be_told_anything(attack: Attack) -> None:
    """TIOCSTI, TIOCSCTTY, TIOCSPGRP, FIOASYNC, SIOCGIFCONF, SIOCSPGRP, FS_IOC_SETFLAGS, …"""
    result = await attack(
        f"{CALLS}room = ctypes.create_string_buffer(256)\n"
        "codes = (0x5412, 0x540E, 0x5410, 0x5452, 0x8912, 0x8902, 0x40086602, 0xC0502100,\n"
        "    0x5402, 0x541C, 0x4B3A, 0x5422, 0x40049409, 0xC0189436)\n"
        "{call(16, fd, code, room) for fd in range(4) for code in codes}"
    )

    assert result.value == "{(-1, 1)}", shown(result)


@on_x86
async def test_only_plain_questions_about_descriptors_are_left(attack: Attack) -> None:
    result = await attack(
        f"{CALLS}r, w = os.pipe()\n"
        "[c for c in [*range(40), *range(1024, 1045)] if c not in (7, 38) and call(72, w, c, "
        "0)[1] != 1]"
    )

    assert result.value == "[0, 1, 2, 3, 4, 5, 6, 37, 1030]", shown(result)


async def test_it_has_no_privileges(attack: Attack) -> None:
    result = await attack(
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "os.getuid() != 0, os.geteuid() != 0, os.getgid() != 0, {*os.getgroups()} <= {os.getgid()}"
    )

    assert result.value == "(True, True, True, True)", shown(result)


async def test_its_memory_can_hold_code_that_still_meets_the_filter(attack: Attack) -> None:
    """getppid by a raw instruction works, kill(1, 9) does not."""
    result = await attack(
        "import ctypes, mmap, platform\n"
        "if platform.machine() != 'x86_64': raise SystemExit\n"
        "page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
        "page.write(bytes.fromhex('b83e000000bf01000000be090000000f05c3'))\n"
        "address = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "print(ctypes.CFUNCTYPE(ctypes.c_long)(address)())"
    )

    assert result.stdout in {"-1\n", ""}, shown(result)


async def test_of_other_processes_nothing_is_told(attack: Attack) -> None:
    """Not even which there are: clocks, groups and priorities are asked by number."""
    result = await attack(
        "import os, time\nfound = []\n"
        "questions = {\n"
        "    'clock': lambda pid: time.clock_gettime((~pid << 3) | 2),\n"
        "    'resolution': lambda pid: time.clock_getres((~pid << 3) | 2),\n"
        "    'group': os.getpgid,\n    'session': os.getsid,\n"
        "    'priority': lambda pid: os.getpriority(os.PRIO_PROCESS, pid),\n"
        "    'processors': os.sched_getaffinity,\n}\n"
        "for name, ask in questions.items():\n"
        "    for pid in (1, os.getppid()):\n"
        "        try: found.append((name, ask(pid)))\n"
        "        except PermissionError: pass\n"
        "found, os.getpgid(0) > 0, len(os.sched_getaffinity(0)) > 0, time.thread_time() > 0"
    )

    assert result.value == "([], True, True, True)", shown(result)
