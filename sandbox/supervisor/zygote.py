"""The zygote seen from outside: started with a clean environment, spoken to over one link."""

import asyncio
import contextlib
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from sandbox.limits import STACK_BYTES
from sandbox.linux.process import Usage
from sandbox.supervisor.pipes import FORKED, NO_UID, ORDER, REAPED, UNFORKED
from sandbox.supervisor.spare import Life, Spare

_LOG: Final = logging.getLogger(__name__)
_MESSAGE_BYTES: Final = 4096

# hugetlb and malloc for Python's objects make a fork three times cheaper; one arena keeps threads
# from reserving address space by the 64 MiB; more than one OpenMP thread hangs children.
_ENVIRONMENT: Final = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # As Python's threads have: with the usual 8 MiB some 30 of them would fill a run's memory.
    "OMP_STACKSIZE": f"{STACK_BYTES}B",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": os.defpath,
    "PYTHONHASHSEED": "0",
    "PYTHONMALLOC": "malloc",
    "PYTHONSAFEPATH": "1",
    "PYTHONUTF8": "1",
}


def _environment(folder: Path) -> dict[str, str]:
    """Built, not filtered: a secret of the service can't be forgotten in it."""
    own = str(folder)
    here = str(Path(__file__).resolve().parents[2])
    return {**_ENVIRONMENT, "HOME": own, "TMPDIR": own, "MPLCONFIGDIR": own, "PYTHONPATH": here}


def _started(folder: Path, link: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "sandbox.worker.zygote", str(link), str(os.getpid())],
        pass_fds=(link,),
        env=_environment(folder),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno() if sys.stderr else subprocess.DEVNULL,
        start_new_session=True,
    )


class Zygote:
    """Forks spares on request and tells each of its life and death.

    OSError where it cannot be started; then nothing is left of the attempt.
    """

    def __init__(self, folder: Path, on_end: Callable[[str], None]) -> None:
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self._loop = loop
        self._on_end = on_end
        self._lives: dict[int, Life] = {}
        self._link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with contextlib.ExitStack() as undo, theirs:
            undo.callback(self._link.close)
            self._process = _started(folder, theirs.fileno())
            undo.pop_all()
        self._link.setblocking(False)
        loop.add_reader(self._link.fileno(), self._hear)

    @property
    def is_ready(self) -> bool:
        return self.ready.done() and not self.ready.cancelled() and self._link.fileno() >= 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def fork(self, spare: Spare) -> None:
        self._lives[spare.number] = spare.life
        uid = NO_UID if spare.uid is None else spare.uid
        order = ORDER.pack(spare.number, uid) + os.fsencode(spare.folder)
        try:
            socket.send_fds(self._link, [order], spare.pipes.theirs)
        except OSError as error:
            # Dead or stuck: its end, or the spare that never comes, says so to the nursery.
            _LOG.debug("no order reached the zygote: %s", error)
        finally:
            spare.pipes.hand_over()

    def _kill(self, number: int) -> None:
        self._link.send(ORDER.pack(number, NO_UID))

    def _hear(self) -> None:
        try:
            body, handles, _, _ = socket.recv_fds(self._link, _MESSAGE_BYTES, 1)
        except BlockingIOError:
            return
        except ConnectionResetError:
            body, handles = b"", []
        if body:
            self._understand(body, handles)
        else:
            self._give_up()

    def _give_up(self, reason: str = "") -> None:
        self.close()
        self._on_end(reason or f"exit code {self._process.returncode}")

    def _understand(self, message: bytes, handles: list[int]) -> None:
        match message[:1]:
            case b"r":
                self.ready.set_result(None)
            case b"f":
                self._introduce(message, handles)
            case b"u":
                _, number = UNFORKED.unpack_from(message)
                self._lives.pop(number).on_unforked(message[UNFORKED.size :].decode())
            case b"e":
                _, number, *used = REAPED.unpack(message)
                self._lives.pop(number).on_reaped(Usage(*used))

    def _introduce(self, message: bytes, handles: list[int]) -> None:
        _, number, pid, has_handle = FORKED.unpack(message)
        if has_handle and not handles:
            self._give_up("no descriptor was left for a spare's handle")
        else:
            self._lives[number].on_forked(pid, handles, partial(self._kill, number))

    def close(self) -> None:
        """Ends the zygote; the kernel ends its children with it."""
        if self._link.fileno() < 0:
            return
        self._loop.remove_reader(self._link.fileno())
        self._link.close()
        self._process.kill()
        self._process.wait()
        if not self.ready.done():
            self.ready.cancel()
        for life in self._lives.values():
            life.on_orphaned()
        self._lives.clear()
