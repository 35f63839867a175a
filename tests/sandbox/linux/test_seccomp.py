"""The filter as the kernel reads it, for both architectures, whatever machine this is."""

import errno
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.linux import seccomp

PID = 4242
ALLOW, KILL, ERRNO, NOTIFY = 0x7FFF0000, 0x80000000, 0x00050000, 0x7FC00000
EPERM, ENOSYS, ENODATA, UNSUPPORTED = (
    ERRNO | code for code in (errno.EPERM, errno.ENOSYS, errno.ENODATA, errno.EOPNOTSUPP)
)
MACHINES = list(seccomp.ARCHITECTURES)

# Numbers for x86_64 and aarch64 by the kernel's headers.
NUMBERS = {
    "read": (0, 63),
    "openat": (257, 56),
    "mmap": (9, 222),
    "futex": (202, 98),
    "execve": (59, 221),
    "execveat": (322, 281),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "clone": (56, 220),
    "clone3": (435, 435),
    "ptrace": (101, 117),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "prlimit64": (302, 261),
    "prctl": (157, 167),
    "unshare": (272, 97),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
    "seccomp": (317, 277),
    "memfd_create": (319, 279),
    "fchmodat": (268, 53),
    "exit_group": (231, 94),
    "clock_gettime": (228, 113),
    "getpgid": (121, 155),
    "getpriority": (140, 141),
    "sched_getaffinity": (204, 123),
    "sendto": (44, 206),
    "recvfrom": (45, 207),
    "fcntl": (72, 25),
    "flock": (73, 32),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "msync": (26, 227),
    "fallocate": (285, 47),
    "fadvise64": (221, 223),
    "madvise": (28, 233),
    "sendfile": (40, 71),
    "renameat2": (316, 276),
    "getxattr": (191, 8),
    "lgetxattr": (192, 9),
    "fgetxattr": (193, 10),
    "listxattr": (194, 11),
    "llistxattr": (195, 12),
    "flistxattr": (196, 13),
}


def verdict(program: bytes, machine: str, number: int, *arguments: int) -> int:
    """Run a filter as the kernel would."""
    known = (*arguments, *(0,) * (6 - len(arguments)))
    data = struct.pack("=iIQ6Q", number, seccomp.ARCHITECTURES[machine], 0, *known)
    lines = list(struct.iter_unpack("=HBBI", program))
    at, accumulator = 0, 0
    while True:
        code, if_true, if_false, operand = lines[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("=I", data, operand)
            case 0x54:
                accumulator &= operand
            case 0x15:
                at += if_true if accumulator == operand else if_false
            case 0x35:
                at += if_true if accumulator >= operand else if_false
            case 0x05:
                at += operand
            case 0x06:
                return int(operand)
            case _:
                pytest.fail(f"no such instruction: {code:#x}")


def asked(machine: str, name: str, *arguments: int) -> int:
    number = NUMBERS[name][MACHINES.index(machine)]
    return verdict(seccomp.program(machine, PID), machine, number, *arguments)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ["read", "mmap", "futex", "exit_group"])
def test_what_a_snippet_needs_is_allowed(machine: str, name: str) -> None:
    assert asked(machine, name) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    "name",
    [
        *("execve", "execveat", "socket", "ptrace", "unshare", "io_uring_setup", "bpf"),
        *("seccomp", "memfd_create"),
    ],
)
def test_what_leads_outside_is_refused(machine: str, name: str) -> None:
    assert asked(machine, name) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_only_threads_are_cloned(machine: str) -> None:
    a_thread = 0x3D0F00

    assert asked(machine, "clone", a_thread) == ALLOW
    assert asked(machine, "clone", 17) == EPERM
    for foreign in (0x10000000, 0x1000, 0x2000, 0x4000, 0x8000, 0x80000000):
        assert asked(machine, "clone", a_thread | foreign) == EPERM
    for shared in (0x100, 0x200, 0x400, 0x800, 0x10000, 0x40000):
        assert asked(machine, "clone", a_thread & ~shared) == EPERM
    assert asked(machine, "clone3") == ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_signals_go_to_itself_only(machine: str, name: str) -> None:
    assert asked(machine, name, PID) == ALLOW
    assert asked(machine, name, PID + 1) == EPERM
    assert asked(machine, name, 0) == EPERM
    assert asked(machine, name, 2**64 - 1) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ["getpgid", "sched_getaffinity", "prlimit64"])
def test_questions_are_about_itself_only(machine: str, name: str) -> None:
    assert asked(machine, name, 0) == asked(machine, name, PID) == ALLOW
    assert asked(machine, name, PID + 1) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_clocks_and_priorities_of_others_are_not_told(machine: str) -> None:
    assert asked(machine, "clock_gettime", 2) == ALLOW
    assert asked(machine, "clock_gettime", (~1 << 3 | 2) & (2**64 - 1)) == EPERM
    assert asked(machine, "getpriority", 0, PID) == ALLOW
    assert asked(machine, "getpriority", 0, 1) == asked(machine, "getpriority", 2, 0) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_nothing_is_sent_out_of_band(machine: str) -> None:
    for name in ("sendto", "recvfrom"):
        assert asked(machine, name, 5) == ALLOW
        assert asked(machine, name, 5, 0, 0, 1) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_limits_can_be_asked_but_not_set(machine: str) -> None:
    assert asked(machine, "prlimit64", 0, 0, 0, 1) == ALLOW
    assert asked(machine, "prlimit64", 0, 0, 1) == EPERM
    assert asked(machine, "prlimit64", 0, 0, 1 << 32) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_nothing_waits_for_the_disk(machine: str) -> None:
    for name in ("fsync", "fdatasync", "msync"):
        assert asked(machine, name) == ERRNO
    for synchronous in (0o10000, 0o4010000):
        assert asked(machine, "openat", 0, 0, 0o101 | synchronous) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("flags", "expected"),
    [(0, ALLOW), (0o1, ALLOW), (0o1101, ALLOW), (0o2000000, ALLOW), (0o1000, EPERM), (0o3, EPERM)],
)
def test_reading_never_truncates(machine: str, flags: int, expected: int) -> None:
    """Landlock before its third version does not judge it."""
    assert asked(machine, "openat", 0, 0, flags) == expected


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ["fchmodat", "flock", "fadvise64"])
def test_what_would_be_felt_outside_is_pretended(machine: str, name: str) -> None:
    assert asked(machine, name) == ERRNO


@pytest.mark.parametrize("machine", MACHINES)
def test_advice_is_about_memory_of_its_own(machine: str) -> None:
    """DONTNEED and HUGEPAGE; PAGEOUT, MERGEABLE and their like; HWPOISON."""
    assert [asked(machine, "madvise", 0, 0, advice) for advice in (4, 14)] == [ALLOW] * 2
    felt = (12, 13, 20, 21, 25)
    assert [asked(machine, "madvise", 0, 0, advice) for advice in felt] == [ERRNO] * 5
    assert asked(machine, "madvise", 0, 0, 100) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_no_page_of_a_file_is_handed_to_a_socket(machine: str) -> None:
    assert asked(machine, "sendfile") == ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
def test_locks_are_pretended_and_can_be_asked_for(machine: str) -> None:
    """F_SETLK, F_SETLKW and both for open files; F_GETLK. F_SETOWN stays refused."""
    assert [asked(machine, "fcntl", 0, command) for command in (6, 7, 37, 38)] == [ERRNO] * 4
    assert asked(machine, "fcntl", 0, 5) == ALLOW
    assert asked(machine, "fcntl", 0, 8) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_a_name_is_pretended_and_can_be_asked_for(machine: str) -> None:
    assert [asked(machine, "prctl", option) for option in (15, 16, 4)] == [ERRNO, ALLOW, EPERM]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("prefix", ["", "l", "f"])
def test_files_seem_to_have_no_marks(machine: str, prefix: str) -> None:
    """As they mostly do: what copies files goes on."""
    assert asked(machine, f"{prefix}listxattr") == ERRNO
    assert asked(machine, f"{prefix}getxattr") == ENODATA


@pytest.mark.parametrize("machine", MACHINES)
def test_room_is_reserved_by_writing_alone(machine: str) -> None:
    """The C library then writes it, which takes its time; FALLOC_FL_KEEP_SIZE never can."""
    assert [asked(machine, "fallocate", 3, mode) for mode in (0, 1, 3)] == [UNSUPPORTED] * 3


@pytest.mark.parametrize("machine", MACHINES)
def test_no_memory_is_shared_but_that_of_files(machine: str) -> None:
    """With MAP_ANONYMOUS neither MAP_SHARED nor MAP_SHARED_VALIDATE."""
    answers = [asked(machine, "mmap", 0, 4096, 3, flags) for flags in (1, 2, 0x22, 0x21, 0x23)]

    assert answers == [ALLOW, ALLOW, ALLOW, EPERM, EPERM]


@pytest.mark.parametrize("machine", MACHINES)
def test_a_rename_makes_no_device(machine: str) -> None:
    answers = [asked(machine, "renameat2", 0, 0, 0, 0, flags) for flags in (0, 1, 2, 4)]

    assert answers == [ALLOW, ALLOW, ALLOW, EPERM]


@pytest.mark.parametrize("machine", MACHINES)
def test_another_architecture_kills(machine: str) -> None:
    other = next(name for name in MACHINES if name != machine)

    assert verdict(seccomp.program(machine, PID), other, 0) == KILL


@given(st.integers(0x40000000, 0x40000000 + 600))
def test_the_x32_numbers_are_refused(number: int) -> None:
    """They carry the same architecture as the ordinary ones."""
    assert verdict(seccomp.program("x86_64", PID), "x86_64", number) == EPERM


@given(
    st.sampled_from(MACHINES),
    st.integers(0, 2**31 - 1),
    st.lists(st.integers(0, 2**64 - 1), max_size=6),
)
def test_every_call_gets_one_of_six_answers(
    machine: str, number: int, arguments: list[int]
) -> None:
    answer = verdict(seccomp.program(machine, PID), machine, number, *arguments)

    assert answer in {ALLOW, EPERM, ENOSYS, ENODATA, UNSUPPORTED, ERRNO}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("threads", [False, True])
def test_an_exit_is_announced_and_where_wanted_a_thread(machine: str, *, threads: bool) -> None:
    announcing = seccomp.announcing(machine, threads=threads)
    column = MACHINES.index(machine)

    assert verdict(announcing, machine, NUMBERS["exit_group"][column]) == NOTIFY
    assert verdict(announcing, machine, NUMBERS["clone"][column]) == (NOTIFY if threads else ALLOW)
    assert verdict(announcing, machine, NUMBERS["read"][column]) == ALLOW


def test_a_filter_is_not_longer_than_the_kernel_takes() -> None:
    assert all(len(seccomp.program(machine, PID)) < 8 * 4096 for machine in MACHINES)
