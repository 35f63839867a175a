"""The system calls a snippet may make, as a seccomp filter assembled here.

An allow-list: what is missing answers EPERM, so that Python raises PermissionError instead of
dying. A foreign architecture kills, since its numbers would mean other calls.
"""

import errno
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LOAD, _JUMP_EQUAL, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06
_JUMP_IF_NOT_BELOW, _JUMP = 0x35, 0x05
_FEW: Final = 4
_WORD: Final = struct.Struct("=I")
# Above the highest process number of Linux, and no other operand of the filter.
_ANY_PROCESS: Final = 0x5A5A5A5A
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_ERRNO: Final = 0x00050000
_NOTIFY: Final = 0x7FC00000

_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16

ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_CLONE: Final = (56, 220)
_THREAD_FLAG: Final = 0x00010000
_NAMESPACE_FLAGS: Final = 0x7E020080

# Numbers for x86_64 and aarch64; None where the architecture has no such call.
_ALLOWED: Final[dict[str, tuple[int | None, int | None]]] = {
    # data that is already open
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "preadv": (295, 69),
    "pwritev": (296, 70),
    "lseek": (8, 62),
    "close": (3, 57),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "flock": (73, 32),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "ftruncate": (77, 46),
    "fallocate": (285, 47),
    "sendfile": (40, 71),
    "copy_file_range": (326, 285),
    "fadvise64": (221, 223),
    "pipe": (22, None),
    "pipe2": (293, 59),
    "recvfrom": (45, 207),
    # paths, which Landlock judges
    "creat": (85, None),
    "stat": (4, None),
    "lstat": (6, None),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents": (78, None),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    "chdir": (80, 49),
    "fchdir": (81, 50),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "umask": (95, 166),
    "statfs": (137, 43),
    "fstatfs": (138, 44),
    "getxattr": (191, 8),
    "lgetxattr": (192, 9),
    "fgetxattr": (193, 10),
    "listxattr": (194, 11),
    "llistxattr": (195, 12),
    "flistxattr": (196, 13),
    # waiting
    "select": (23, None),
    "pselect6": (270, 72),
    "poll": (7, None),
    "ppoll": (271, 73),
    "epoll_create": (213, None),
    "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21),
    "epoll_wait": (232, None),
    "epoll_pwait": (281, 22),
    "eventfd2": (290, 19),
    "pause": (34, None),
    "alarm": (37, None),
    "getitimer": (36, 102),
    "setitimer": (38, 103),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "restart_syscall": (219, 128),
    # memory
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "msync": (26, 227),
    "madvise": (28, 233),
    "brk": (12, 214),
    # threads and signals of its own
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "set_tid_address": (218, 96),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getcpu": (309, 168),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137),
    "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132),
    # questions
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "gettid": (186, 178),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getpgrp": (111, None),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getgroups": (115, 158),
    "getresuid": (118, 148),
    "getresgid": (120, 150),
    "getpriority": (140, 141),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getrandom": (318, 278),
}

# Landlock does not judge these, so they do nothing and say that they did: a copy keeps working,
# and no file outside can have its mode or times changed.
_PRETENDED: Final[dict[str, tuple[int | None, int | None]]] = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "utime": (132, None),
    "utimes": (235, None),
    "utimensat": (280, 88),
    "futimesat": (261, None),
}

# glibc falls back to clone, whose flags a filter can read; clone3 hides them behind a pointer.
_MISSING: Final[dict[str, tuple[int | None, int | None]]] = {"clone3": (435, 435)}


@dataclass(frozen=True, slots=True)
class Test:
    """The low half of an argument, masked, is one of these values."""

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    high: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A call allowed when every test holds."""

    number: tuple[int | None, int | None]
    tests: tuple[Test, ...]


def _opening(number: tuple[int | None, int | None], flags_argument: int) -> Rule:
    """Old Landlocks let a read-only open truncate, and mode 3 passes as neither read nor write."""
    access_and_truncate = 0o1003
    fine = (0o0, 0o1, 0o2, 0o1001, 0o1002)
    return Rule(number, (Test(flags_argument, fine, access_and_truncate),))


def _is_null(argument: int) -> tuple[Test, Test]:
    return Test(argument, (0,)), Test(argument, (0,), high=True)


def _rules(pid: int) -> tuple[Rule, ...]:
    itself = Test(0, (pid,))
    return (
        _opening((2, None), 1),
        _opening((257, 56), 2),
        # Not F_SETOWN: it sends signals to whoever it is pointed at.
        Rule((72, 25), (Test(1, (0, 1, 2, 3, 4, 5, 6, 7, 1030)),)),
        # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
        Rule((16, 29), (Test(1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),)),
        Rule(_CLONE, (Test(0, (_THREAD_FLAG,), _THREAD_FLAG | _NAMESPACE_FLAGS),)),
        # Limits may be asked, not set.
        Rule((302, 261), _is_null(2)),
        # PR_SET_NAME, PR_GET_NAME
        Rule((157, 167), (Test(0, (15, 16)),)),
        Rule((62, 129), (itself,)),
        Rule((234, 131), (itself,)),
        # An event loop wakes itself through a pair; AF_UNIX only, and no address to send to.
        Rule((53, 199), (Test(0, (1,)),)),
        Rule((44, 206), _is_null(4)),
    )


def _instruction(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)


def _when(number: int, then: list[bytes]) -> list[bytes]:
    return [_instruction(_JUMP_EQUAL, number, 0, len(then)), *then]


def _checked(tests: tuple[Test, ...]) -> list[bytes]:
    """Fall through to allowing when every test holds; otherwise refuse."""
    lines: list[bytes] = []
    for test in tests:
        at = _ARGUMENTS_AT + 8 * test.argument + (4 if test.high else 0)
        lines += [_instruction(_LOAD, at), _instruction(_AND, test.mask)]
        lines += [
            _instruction(_JUMP_EQUAL, value, len(test.values) - place)
            for place, value in enumerate(test.values)
        ]
        lines.append(_instruction(_RETURN, _ERRNO | errno.EPERM))
    return [*lines, _instruction(_RETURN, _ALLOW)]


def _numbers(table: dict[str, tuple[int | None, int | None]], column: int) -> Iterator[int]:
    columns = (pair[column] for pair in table.values())
    return (number for number in columns if number is not None)


def _preamble(machine: str) -> list[bytes]:
    return [
        _instruction(_LOAD, _ARCHITECTURE_AT),
        _instruction(_JUMP_EQUAL, ARCHITECTURES[machine], 1, 0),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER_AT),
    ]


def exit_number(machine: str) -> int:
    """Of the call that ends a process."""
    number = _ALLOWED["exit_group"][list(ARCHITECTURES).index(machine)]
    assert number is not None  # noqa: S101
    return number


def announcing(machine: str, *, threads: bool) -> bytes:
    """A filter under which the kernel tells the listener of an exit before it happens.

    Taking down a process that shares a zygote's memory lasts longer than most snippets; with the
    kernel's word on the exit code, the answer need not wait for that. With `threads` the listener
    is asked for each new thread too; what the other filter refuses, it is not asked for.
    """
    ask = [_instruction(_RETURN, _NOTIFY)]
    lines = [*_preamble(machine), *_when(exit_number(machine), ask)]
    if threads:
        lines += _when(_CLONE[list(ARCHITECTURES).index(machine)], ask)
    return b"".join([*lines, _instruction(_RETURN, _ALLOW)])


_Case = tuple[int, list[bytes]]


def _cases(machine: str, pid: int) -> list[_Case]:
    """What to do about each known call, by number."""
    column = list(ARCHITECTURES).index(machine)
    plain = ((_ALLOWED, _ALLOW), (_PRETENDED, _ERRNO), (_MISSING, _ERRNO | errno.ENOSYS))
    cases = {
        number: [_instruction(_RETURN, answer)]
        for table, answer in plain
        for number in _numbers(table, column)
    }
    cases |= {
        number: _checked(rule.tests)
        for rule in _rules(pid)
        if (number := rule.number[column]) is not None
    }
    return sorted(cases.items())


def _search(cases: list[_Case]) -> list[bytes]:
    """By halves: the kernel runs a filter once for each of its calls when it is loaded."""
    refuse = _instruction(_RETURN, _ERRNO | errno.EPERM)
    if len(cases) <= _FEW:
        return [line for number, then in cases for line in _when(number, then)] + [refuse]
    half = len(cases) // 2
    low, high = _search(cases[:half]), _search(cases[half:])
    # A conditional jump reaches 255 lines, this one any number.
    over = [
        _instruction(_JUMP_IF_NOT_BELOW, cases[half][0], 0, 1),
        _instruction(_JUMP, len(low)),
    ]
    return [*over, *low, *high]


def program(machine: str, pid: int) -> bytes:
    """The filter for process `pid`, as the kernel's array of `sock_filter`."""
    return b"".join([*_preamble(machine), *_search(_cases(machine, pid))])


class Filter:
    """Assembled once; a process then only puts its own number in."""

    def __init__(self, machine: str) -> None:
        self._lines = program(machine, _ANY_PROCESS)

    def of(self, pid: int) -> bytes:
        return self._lines.replace(_WORD.pack(_ANY_PROCESS), _WORD.pack(pid))
