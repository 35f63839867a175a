"""The few system calls that Python has no name for."""

import ctypes
import fcntl
import os
import struct
import time
from functools import cache
from pathlib import Path
from typing import Final

_NO_NEW_PRIVILEGES, _PARENT_DEATH_SIGNAL, _DUMPABLE = 38, 1, 4
_SECCOMP: Final = {"x86_64": 317, "aarch64": 277}
_CAPSET: Final = {"x86_64": 126, "aarch64": 91}
_CLOSE_RANGE: Final = 436

# struct seccomp_notif: id, pid, flags, then seccomp_data with nr, arch, ip and the arguments.
_FIRST_ARGUMENT: Final = struct.Struct("=32xQ40x")


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def fork() -> int:
    """The bare fork, without what Python does after one for threads that nobody here has.

    That work touches, and so copies, some hundred pages of every child.
    """
    pid: int = ctypes.PyDLL(None).fork()
    if pid < 0:
        raise OSError("the system lets us start no further process")
    return pid


def call(number: int, *arguments: object) -> int:
    """Make a system call; a failure is an OSError."""
    result: int = _libc().syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def write_own_memory(source: object, target: object, pieces: int) -> bool:
    """Copy pieces of our memory, given as arrays of `iovec`, without a fault for each page."""
    done: int = _libc().process_vm_writev(os.getpid(), source, pieces, target, pieces, 0)
    return done >= 0


def read_own_memory(into: object, pieces: object, number: int) -> bool:
    done: int = _libc().process_vm_readv(os.getpid(), into, 1, pieces, number, 0)
    return done >= 0


def prctl(option: int, value: int) -> None:
    if _libc().prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


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


def drop_capabilities(machine: str) -> None:
    """Keep none, whoever we are; a service may hold some as an ordinary user too."""
    version_3, words = 0x20080522, 6
    header = (ctypes.c_uint32 * 2)(version_3, 0)
    call(_CAPSET[machine], ctypes.byref(header), (ctypes.c_uint32 * words)())


def capabilities() -> int:
    """Those in effect, as a bit mask."""
    status = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace")
    _, _, rest = status.partition("CapEff:")
    return int(rest.split(maxsplit=1)[0], 16) if rest else 0


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _load(program: bytes, machine: str, flags: int) -> int:
    set_mode_filter, instruction_bytes = 1, 8
    argument = _Program(len(program) // instruction_bytes, program)
    return call(_SECCOMP[machine], set_mode_filter, flags, ctypes.byref(argument))


def load_filter(program: bytes, machine: str) -> None:
    """Load a seccomp filter for every thread of this process."""
    on_every_thread = 1
    if _load(program, machine, on_every_thread) != 0:
        raise OSError("a thread could not be put under the seccomp filter")


def load_announcing_filter(program: bytes, machine: str) -> int:
    """Load a filter that asks a listener; returns the listener's descriptor."""
    new_listener = 8
    return _load(program, machine, new_listener)


def announced(listener: int) -> int | None:
    """The first argument of the call that waits for an answer. None: there is none."""
    receive, size = 0xC0502100, 80
    notification = bytearray(size)
    try:
        fcntl.ioctl(listener, receive, notification)
    except OSError:
        return None
    (argument,) = _FIRST_ARGUMENT.unpack(notification)
    return int(argument)


def cpu_seconds_of(pid: int) -> float:
    """All the processor time a process has used, to the nanosecond, from outside it.

    ProcessLookupError: it is gone.
    """
    per_process_scheduler_clock = 2
    try:
        return time.clock_gettime((~pid << 3) | per_process_scheduler_clock)
    except OSError:
        raise ProcessLookupError(f"process {pid} is gone") from None


def has_filters(machine: str) -> bool:
    get_action_available, errno_action = 2, ctypes.c_uint(0x00050000)
    if machine not in _SECCOMP:
        return False
    try:
        return call(_SECCOMP[machine], get_action_available, 0, ctypes.byref(errno_action)) == 0
    except OSError:
        return False
