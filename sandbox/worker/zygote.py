"""The zygote from inside: imports torch once, then forks spares while its supervisor lives.

Before a fork it never runs backward, starts a thread, opens a profiler or loads CUDA: any of
these would hang or break every child. OMP_NUM_THREADS=1 comes from the supervisor, before import.
"""

import _socket
import gc
import importlib
import os
import select
import signal
import struct
import sys
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NoReturn

from sandbox.linux import jail, kernel
from sandbox.supervisor.pipes import FORKED, NO_UID, ORDER, REAPED, UNFORKED, UNTOLD_STATUS
from sandbox.worker import kept_builtins
from sandbox.worker.forks import heap, mappings

# The zygote's loop: a fork for each order, a word about each death.
#
# What it does between two forks is kept small, since each page it writes is one more to copy.

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


_SMALL: Final = 1536
# Kept: the names in it are those of the modules that come later.
_EARLY: Final = heap.make()


def _forget_checkout() -> None:
    """A snippet has no business with a checkout of ours; among packages there is none."""
    here = Path(__file__).resolve().parents[2]
    if not jail.holds_packages(here):
        sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != here]


def _find_by_true_places() -> None:
    """A spare's view of the machine may be one without links, as those to an environment.

    A package that was found through one would miss there what of it is imported late.
    """
    sys.path[:] = [entry and str(Path(entry).resolve()) for entry in sys.path]
    for module in list(sys.modules.values()):
        if isinstance(places := getattr(module, "__path__", None), list):
            places[:] = [str(Path(place).resolve()) for place in places]


def main(descriptor: int, supervisor: int) -> None:
    kernel.die_with_parent(supervisor, signal.SIGKILL)
    # What is imported is hardly ever garbage, and each look for some takes longer than the last.
    gc.disable()
    _find_by_true_places()
    offer = jail.probe()
    importlib.import_module("sandbox.worker.preload").import_all(offer)
    gc.enable()
    mappings.merge()
    gc.collect()
    gc.freeze()  # so that the next looks pass over all this
    heap.fill_holes()
    # Only now, so that what each child touches lies close together.
    with kept_builtins.for_our_modules():
        spare = importlib.import_module("sandbox.worker.spare")
        rehearsal = importlib.import_module("sandbox.worker.rehearsal")
        pages = importlib.import_module("sandbox.worker.forks.pages")
        code_pages = importlib.import_module("sandbox.worker.forks.pages")
        litter = importlib.import_module("sandbox.worker.zygote")
    heap.renew(warnings.filters)
    # Else children would let go of the names it holds, wherever they lie, to put theirs in.
    sys._clear_type_cache()  # noqa: SLF001
    rehearsal.rehearse()
    _forget_checkout()
    gc.collect()
    # Again, since rehearsing leaves holes, too; before the walls, which allow memory beside this.
    heap.fill_holes()
    # What is remembered from one run to the next lies where the holes were, until renewed.
    rehearsal.rehearse(1)
    walls = jail.walls(offer, Path.cwd())
    outfit = spare.outfit(walls)
    areas = pages.areas()
    gc.collect()
    gc.freeze()
    code_pages.enlarge(pages.learn(areas, outfit.rehearse_life).places_read)
    # What the last steps left; small ones only, since memory is counted already.
    heap.fill_holes(_SMALL)
    heap.use_huge_pages()
    known = pages.learn(areas, outfit.rehearse_life)
    tasks = os.open("/proc/self/task", os.O_RDONLY | os.O_DIRECTORY)
    walls.enter()
    litter.Litter(descriptor, tasks, partial(outfit.live, known)).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
