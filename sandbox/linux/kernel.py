"""The few system calls that Python has no name for."""

import ctypes
import errno
import fcntl
import os
import signal
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_NO_NEW_PRIVILEGES, _PARENT_DEATH_SIGNAL, _DUMPABLE = 38, 1, 4
_MACHINE: Final = os.uname().machine
_SECCOMP: Final = {"x86_64": 317, "aarch64": 277}
_SCHED_SETATTR: Final = {"x86_64": 314, "aarch64": 274}
_CAPSET: Final = {"x86_64": 126, "aarch64": 91}
_CLOSE_RANGE: Final = 436
_KEPT_ABOVE: Final = 100

# struct seccomp_notif: id, pid, flags, then seccomp_data with nr, arch, ip and the arguments.
_NOTIFICATION: Final = struct.Struct("=Q8xi12xQ40x")
# struct seccomp_notif_resp: id, value, error, flags.
_ANSWER: Final = struct.Struct("=QqiI")


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


@cache
def _bare_fork() -> Callable[[], int]:
    """Remembered: each `PyDLL` makes a class, which is a hundred pages to write to."""
    found: Callable[[], int] = ctypes.PyDLL(None).fork
    return found


def fork() -> int:
    """The bare fork, without what Python does after one for threads that nobody here has.

    That work touches, and so copies, some hundred pages of every child.
    """
    pid = _bare_fork()()
    if pid < 0:
        raise OSError("the system lets us start no further process")
    return pid


def call(number: int, *arguments: object) -> int:
    """Make a system call; a failure is an OSError."""
    result: int = _libc().syscall(ctypes.c_long(number), *arguments)
    _checked(result)
    return result


def aside(opened: int) -> int:
    """The same under a number that no spare wants for one of its own; `opened` is closed."""
    kept = fcntl.fcntl(opened, fcntl.F_DUPFD_CLOEXEC, _KEPT_ABOVE)
    os.close(opened)
    return kept


def kept_open(path: str | Path) -> int:
    """A handle to a path, and no more than that."""
    return aside(os.open(path, os.O_PATH | os.O_CLOEXEC))


def works_in_child(work: Callable[[], None]) -> bool:
    """Whether `work` raises no OSError. Tried in a child: it can't be taken back.

    By Python's own fork: after a bare one beside other threads, a child may wait for them for ever.
    """
    child = os.fork()
    if child == 0:
        try:
            work()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def _checked(result: int) -> None:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def unshare(flags: int) -> None:
    """As `os.unshare`, which Python has from 3.12 on."""
    _checked(_libc().unshare(ctypes.c_int(flags)))


def mount(source: bytes, target: bytes, kind: bytes, flags: int, options: bytes) -> None:
    _checked(_libc().mount(source, target, kind, ctypes.c_ulong(flags), options))


def write_own_memory(source: object, target: object, pieces: int) -> bool:
    """Copy pieces of our memory, given as arrays of `iovec`, without a fault for each page."""
    done: int = _libc().process_vm_writev(os.getpid(), source, pieces, target, pieces, 0)
    return done >= 0


def read_own_memory(into: object, source: object, pieces: int) -> None:
    _libc().process_vm_readv(os.getpid(), into, 1, source, pieces, 0)


def prctl(option: int, value: int) -> None:
    _checked(_libc().prctl(option, ctypes.c_ulong(value), 0, 0, 0))


def forbid_new_privileges() -> None:
    prctl(_NO_NEW_PRIVILEGES, 1)


def hide_from_debuggers() -> None:
    prctl(_DUMPABLE, 0)


def die_with_parent(parent: int, signal_number: int) -> None:
    """Ask for a signal when the parent ends; changing uid clears it, so ask after that."""
    prctl(_PARENT_DEATH_SIGNAL, signal_number)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal_number)


def flush_c_streams() -> None:
    _libc().fflush(None)


def close_from(first: int) -> None:
    call(_CLOSE_RANGE, ctypes.c_uint(first), ctypes.c_uint(0x7FFFFFFF), ctypes.c_uint(0))


def drop_capabilities() -> None:
    """Keep none, whoever we are; a service may hold some as an ordinary user too."""
    version_3, words = 0x20080522, 6
    header = (ctypes.c_uint32 * 2)(version_3, 0)
    call(_CAPSET[_MACHINE], ctypes.byref(header), (ctypes.c_uint32 * words)())


def capabilities() -> int:
    """Those in effect, as a bit mask."""
    status = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace")
    _, _, rest = status.partition("CapEff:")
    return int(rest.split(maxsplit=1)[0], 16) if rest else 0


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _load(program: bytes, flags: int) -> int:
    set_mode_filter, instruction_bytes = 1, 8
    argument = _Program(len(program) // instruction_bytes, program)
    return call(_SECCOMP[_MACHINE], set_mode_filter, flags, ctypes.byref(argument))


def load_filter(program: bytes) -> None:
    """Load a seccomp filter for every thread of this process."""
    on_every_thread = 1
    if _load(program, on_every_thread) != 0:
        raise OSError("a thread could not be put under the seccomp filter")


def load_announcing_filter(program: bytes) -> int | None:
    """Load a filter that asks a listener; returns the listener, None where there can be none."""
    new_listener = 8
    try:
        return _load(program, new_listener)
    except OSError as error:
        if error.errno == errno.EINVAL:
            return None
        raise


class Announced(NamedTuple):
    """A system call that waits for an answer: its number and its first argument."""

    id: int
    number: int
    argument: int


def announced(listener: int) -> Announced | None:
    """The next call that waits. None: there is none."""
    receive = 0xC0502100
    notification = bytearray(_NOTIFICATION.size)
    try:
        fcntl.ioctl(listener, receive, notification)
    except OSError:
        return None
    return Announced(*_NOTIFICATION.unpack(notification))


def answer(listener: int, asked: Announced, error: int = 0) -> None:
    """Let the call go on, or fail with `error`. One that was given up meanwhile needs none."""
    send, go_on = 0xC0182101, 1
    flags = 0 if error else go_on
    with suppress(OSError):
        fcntl.ioctl(listener, send, _ANSWER.pack(asked.id, 0, -error, flags))


def cpu_seconds_of(pid: int) -> float:
    """All the processor time a process has used, to the nanosecond, from outside it.

    OSError: it is gone.
    """
    per_process_scheduler_clock = 2
    return time.clock_gettime((~pid << 3) | per_process_scheduler_clock)


class _SignalAction(ctypes.Structure):
    """glibc's `struct sigaction`."""

    _fields_ = (
        ("handler", ctypes.c_void_p),
        ("mask", ctypes.c_ulong * (1024 // (8 * ctypes.sizeof(ctypes.c_ulong)))),
        ("flags", ctypes.c_int),
        ("restorer", ctypes.c_void_p),
    )


def hear_of_no_stops() -> None:
    """A parent that has a handler for its children's deaths is not woken by their pauses."""
    no_stops, action = 1, _SignalAction()
    number = ctypes.c_int(signal.SIGCHLD)
    _libc().sigaction(number, None, ctypes.byref(action))
    action.flags |= no_stops
    _libc().sigaction(number, ctypes.byref(action), None)


class _Schedule(ctypes.Structure):
    """`struct sched_attr` in its first version, for the policies of ordinary programs."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("policy", ctypes.c_uint32),
        ("flags", ctypes.c_uint64),
        ("nice", ctypes.c_int32),
        ("priority", ctypes.c_uint32),
        ("slice_nanoseconds", ctypes.c_uint64),
        ("deadline", ctypes.c_uint64),
        ("period", ctypes.c_uint64),
    )


def _schedule(thread: int, nice: int, slice_seconds: float, only_on: int | None) -> None:
    wanted = _Schedule(
        size=ctypes.sizeof(_Schedule),
        policy=os.SCHED_OTHER if only_on is None else os.SCHED_IDLE,
        # Only the privileged may go back down.
        nice=max(nice, os.getpriority(os.PRIO_PROCESS, thread)),
        slice_nanoseconds=round(slice_seconds * 1e9),
    )
    call(_SCHED_SETATTR[_MACHINE], ctypes.c_int(thread), ctypes.byref(wanted), ctypes.c_uint(0))
    if only_on is not None:
        os.sched_setaffinity(thread, {only_on})


def schedule(pid: int, *, nice: int, slice_seconds: float, only_on: int | None = None) -> None:
    """Say how much a process gets where others want its processor, and how long at a time.

    With `only_on` it gets what all others leave of that one processor (SCHED_IDLE). Its later
    threads and children inherit it. Who has the shorter slice gets in at once but no
    more in sum (EEVDF, `sched_setattr(2)`, from Linux 6.12 on; older kernels ignore the slice).
    OSError: the system refuses.
    """
    for thread in map(int, os.listdir(f"/proc/{pid}/task")):  # noqa: PTH208
        # One that has ended meanwhile must not keep the rest from being told.
        with suppress(ProcessLookupError):
            _schedule(thread, nice, slice_seconds, only_on)


def _takes_filters() -> None:
    allow_all = struct.pack("=HBBI", 0x06, 0, 0, 0x7FFF0000)
    forbid_new_privileges()
    _load(allow_all, 0)


def has_filters() -> bool:
    """By trying, since gVisor has them and denies it."""
    return _MACHINE in _SECCOMP and works_in_child(_takes_filters)
