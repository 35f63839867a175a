"""The system calls a snippet may make, as a seccomp filter assembled here.

An allow-list: what is missing answers EPERM, so that Python raises PermissionError instead of
dying. A foreign architecture kills, since its numbers would mean other calls.
"""

import errno
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from sandbox.linux.calls import ALLOWED, MISSING, PRETENDED, UNMARKED, UNSUPPORTED, Numbers

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
# VM, FS, FILES, SIGHAND, THREAD, SYSVSEM: a thread shares all of them. One with a table of files of
# its own would have handles that nobody counts.
_THREAD_FLAGS: Final = 0x00050F00
_NAMESPACE_FLAGS: Final = 0x7E020080
# PIDFD, PTRACE, VFORK, PARENT, IO: no thread of a library's asks for them. The first would give a
# handle, the others change what waits for a thread, traces it or reads with it.
_FOREIGN_FLAGS: Final = _NAMESPACE_FLAGS | 0x8000F000
# Clocks of the machine and of the process itself; below zero are those of other processes.
_CLOCKS: Final = tuple(range(12))
_OUT_OF_BAND: Final = 1
# How a run's own memory is to be used, what is asked most first; guards of stacks come last.
_OWN_ADVICE: Final = (4, 14, 15, 8, 0, 1, 2, 3, 9, 10, 11, 16, 17, 18, 19, 22, 23, 24, 102, 103)
# MERGEABLE, UNMERGEABLE, COLD, PAGEOUT, COLLAPSE: pages of files that all map would be dropped or
# moved, and what others hold be found out.
_FELT_ADVICE: Final = (12, 13, 20, 21, 25)


@dataclass(frozen=True, slots=True)
class Test:
    """The low half of an argument, masked, is one of these values."""

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    high: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A call allowed when every test holds; where `pretended` does, it only seems to be made."""

    number: Numbers
    tests: tuple[Test, ...]
    pretended: Test | None = None


def _opening(number: Numbers, flags_argument: int) -> Rule:
    """Old Landlocks let a read-only open truncate, and mode 3 passes as neither read nor write.

    Nor O_SYNC or O_DSYNC: each write would keep all others waiting for the disk, as `fsync` would.
    """
    access_truncate_and_sync = 0o11003
    fine = (0o0, 0o1, 0o2, 0o1001, 0o1002)
    return Rule(number, (Test(flags_argument, fine, access_truncate_and_sync),))


def _is_null(argument: int) -> tuple[Test, Test]:
    return Test(argument, (0,)), Test(argument, (0,), high=True)


def _rules(pid: int) -> tuple[Rule, ...]:
    itself, of_itself = Test(0, (pid,)), (0, pid)
    no_urgency = Test(3, (0,), _OUT_OF_BAND)
    return (
        _opening((2, None), 1),
        _opening((257, 56), 2),
        # Not F_SETOWN: it sends signals to whoever it is pointed at. Locks, of the process and of a
        # file, would be seen by all who see that file; alone in its folder it needs none. F_GETLK
        # then finds none: a database asks it.
        Rule((72, 25), (Test(1, (0, 1, 2, 3, 4, 5, 1030)),), Test(1, (6, 7, 37, 38))),
        Rule((28, 233), (Test(2, _OWN_ADVICE),), Test(2, _FELT_ADVICE)),
        # Not MAP_SHARED with MAP_ANONYMOUS: a page that is still mapped of such memory holds all of
        # it, and nothing counts what is held so. Alone in its process a run has as much of a
        # private map (`worker.patches.private_maps`).
        Rule((9, 222), (Test(3, (0x20, 0, 1), 0x21),)),
        # RENAME_NOREPLACE, RENAME_EXCHANGE; not RENAME_WHITEOUT, which makes a device.
        Rule((316, 276), (Test(4, (0, 1, 2)),)),
        # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
        Rule((16, 29), (Test(1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),)),
        Rule(_CLONE, (Test(0, (_THREAD_FLAGS,), _THREAD_FLAGS | _FOREIGN_FLAGS),)),
        # Limits may be asked, not set.
        Rule((302, 261), (Test(0, of_itself), *_is_null(2))),
        # What the kernel tells of any process: clock_gettime, clock_getres, clock_nanosleep,
        # sched_getaffinity, getpgid, getsid, getpriority.
        Rule((228, 113), (Test(0, _CLOCKS),)),
        Rule((229, 114), (Test(0, _CLOCKS),)),
        Rule((230, 115), (Test(0, _CLOCKS),)),
        Rule((204, 123), (Test(0, of_itself),)),
        Rule((121, 155), (Test(0, of_itself),)),
        Rule((124, 156), (Test(0, of_itself),)),
        Rule((140, 141), (Test(0, (0,)), Test(1, of_itself))),
        # PR_GET_NAME, and PR_SET_NAME: a name would stand in the machine's log after a crash.
        Rule((157, 167), (Test(0, (16,)),), Test(0, (15,))),
        Rule((62, 129), (itself,)),
        Rule((234, 131), (itself,)),
        # An event loop wakes itself through a pair; AF_UNIX only, and no address to send to.
        Rule((53, 199), (Test(0, (1,)),)),
        Rule((44, 206), (no_urgency, *_is_null(4))),
        Rule((45, 207), (no_urgency,)),
    )


def _instruction(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)


def _when(number: int, then: list[bytes]) -> list[bytes]:
    return [_instruction(_JUMP_EQUAL, number, 0, len(then)), *then]


def _looked_at(test: Test) -> list[bytes]:
    at = _ARGUMENTS_AT + 8 * test.argument + (4 if test.high else 0)
    return [_instruction(_LOAD, at), _instruction(_AND, test.mask)]


def _pretended(test: Test) -> list[bytes]:
    """Say that it was done when the test holds; otherwise go on."""
    done = [_instruction(_RETURN, _ERRNO)]
    return [*_looked_at(test), *chain(*(_when(value, done) for value in test.values))]


def _checked(rule: Rule) -> list[bytes]:
    """Fall through to allowing when every test holds; otherwise refuse."""
    lines = _pretended(rule.pretended) if rule.pretended else []
    for test in rule.tests:
        lines += _looked_at(test)
        lines += [
            _instruction(_JUMP_EQUAL, value, len(test.values) - place)
            for place, value in enumerate(test.values)
        ]
        lines.append(_instruction(_RETURN, _ERRNO | errno.EPERM))
    return [*lines, _instruction(_RETURN, _ALLOW)]


def _column(machine: str) -> int:
    """Which of the `Numbers` are those of this architecture."""
    return list(ARCHITECTURES).index(machine)


def _numbers(table: dict[str, Numbers], column: int) -> Iterator[int]:
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
    number = ALLOWED["exit_group"][_column(machine)]
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
        lines += _when(_CLONE[_column(machine)], ask)
    return b"".join([*lines, _instruction(_RETURN, _ALLOW)])


_Case = tuple[int, list[bytes]]


def _cases(machine: str, pid: int) -> list[_Case]:
    """What to do about each known call, by number."""
    column = _column(machine)
    plain = (
        (ALLOWED, _ALLOW),
        (PRETENDED, _ERRNO),
        (UNMARKED, _ERRNO | errno.ENODATA),
        (UNSUPPORTED, _ERRNO | errno.EOPNOTSUPP),
        (MISSING, _ERRNO | errno.ENOSYS),
    )
    cases = {
        number: [_instruction(_RETURN, answer)]
        for table, answer in plain
        for number in _numbers(table, column)
    }
    cases |= {
        number: _checked(rule)
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
