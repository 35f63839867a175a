"""The zygote's loop: a fork for each order, a word about each death.

What it does between two forks is kept small, since each page it writes is one more to copy.
"""

import _socket
import os
import select
import signal
import struct
from collections.abc import Callable
from typing import Final, NoReturn

from sandbox import kernel
from sandbox.links import FORKED, NO_UID, ORDER, REAPED, UNFORKED, UNTOLD_STATUS

_ORDER_BYTES: Final = 4096
_DESCRIPTORS: Final = struct.Struct("3i")
_HANDLE: Final = struct.Struct("i")

Live = Callable[[tuple[int, ...], bytes, int | None], NoReturn]


def _begin(live: Live, descriptors: tuple[int, ...], folder: bytes, uid: int) -> NoReturn:
    """In the child: whatever happens, it must not unwind into the zygote's loop."""
    leave = os._exit
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        live(descriptors, folder, None if uid == NO_UID else uid)
    finally:
        leave(UNTOLD_STATUS)


class Litter:
    """The spares of one zygote that were not reaped yet, by process and by number."""

    def __init__(self, descriptor: int, tasks: int, live: Live) -> None:
        self._tasks = tasks
        self._link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET, 0, descriptor)
        self._live = live
        self._numbers: dict[int, int] = {}
        self._rights_bytes = _socket.CMSG_SPACE(_DESCRIPTORS.size)

    def _assert_single_thread(self) -> None:
        tasks = len(os.listdir(self._tasks))  # noqa: PTH208
        if tasks != 1:
            raise SystemExit(f"the zygote must have 1 thread to fork, it has {tasks}")

    def _fork(self, number: int, uid: int, folder: bytes, descriptors: tuple[int, ...]) -> None:
        self._assert_single_thread()
        try:
            pid = kernel.fork()
        except OSError as error:
            # Too many processes for now; the spares that there are go on.
            self._link.send(UNFORKED.pack(b"u", number) + str(error).encode())
            return
        if pid == 0:
            _begin(self._live, descriptors, folder, uid)
        self._numbers[pid] = number
        self._introduce(number, pid)

    def _introduce(self, number: int, pid: int) -> None:
        try:
            handle = os.pidfd_open(pid)
        except OSError:
            # gVisor has no handles; then we are asked to do the killing.
            self._link.send(FORKED.pack(b"f", number, pid, False))
            return
        rights = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, _HANDLE.pack(handle))
        self._link.sendmsg((FORKED.pack(b"f", number, pid, True),), (rights,))
        os.close(handle)

    def _kill(self, number: int) -> None:
        for pid, known in self._numbers.items():
            if known == number:
                os.kill(pid, signal.SIGKILL)

    def _obey(self) -> bool:
        try:
            order, rights, _, _ = self._link.recvmsg(_ORDER_BYTES, self._rights_bytes)
        except ConnectionResetError:
            return False
        if not order:
            return False
        number, uid = ORDER.unpack_from(order)
        if not rights:
            self._kill(number)
            return True
        descriptors = _DESCRIPTORS.unpack(rights[0][2])
        self._fork(number, uid, order[ORDER.size :], descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        return True

    def _reap(self) -> None:
        while self._numbers:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            seconds = usage.ru_utime + usage.ru_stime
            number = self._numbers.pop(pid)
            self._link.send(REAPED.pack(b"e", number, code, seconds, usage.ru_maxrss))

    def serve(self) -> None:
        """Until the supervisor hangs up."""
        woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        kernel.hear_of_no_stops()
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        poll = select.poll()
        poll.register(self._link, select.POLLIN)
        poll.register(woken, select.POLLIN)
        self._link.send(b"r")
        while True:
            for descriptor, _ in poll.poll():
                if descriptor == woken:
                    os.read(woken, _ORDER_BYTES)
                    self._reap()
                elif not self._obey():
                    return
