"""The zygote seen from outside: started with a clean environment, spoken to over one link."""

import asyncio
import logging
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from sandbox.spare import Spare, Usage

_LOG: Final = logging.getLogger(__name__)
_MESSAGE_BYTES: Final = 4096
# As `worker/litter.py` has them.
_ORDER: Final = struct.Struct("=qq")
_FORKED: Final = struct.Struct("=cqq?")
_UNFORKED: Final = struct.Struct("=cq")
_EXITED: Final = struct.Struct("=cqqdq")
_NO_UID: Final = -1

# hugetlb and malloc for Python's objects make a fork three times cheaper; one arena keeps threads
# from reserving address space by the 64 MiB; more than one OpenMP thread hangs children.
_ENVIRONMENT: Final = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
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
    here = str(Path(__file__).resolve().parents[1])
    return {**_ENVIRONMENT, "HOME": own, "TMPDIR": own, "MPLCONFIGDIR": own, "PYTHONPATH": here}


class Zygote:
    """Forks spares on request and tells each of its life and death."""

    def __init__(self, folder: Path, on_end: Callable[[str], None]) -> None:
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self._loop = loop
        self._on_end = on_end
        self._spares: dict[int, Spare] = {}
        self._link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._link.setblocking(False)
        loop.add_reader(self._link.fileno(), self._hear)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [
                    sys.executable,
                    "-m",
                    "sandbox.worker.zygote",
                    str(theirs.fileno()),
                    str(os.getpid()),
                ],
                pass_fds=(theirs.fileno(),),
                env=_environment(folder),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr.fileno() if sys.stderr else subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def is_ready(self) -> bool:
        return self.ready.done() and not self.ready.cancelled() and self._link.fileno() >= 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def fork(self, spare: Spare) -> None:
        self._spares[spare.number] = spare
        uid = _NO_UID if spare.uid is None else spare.uid
        order = _ORDER.pack(spare.number, uid) + os.fsencode(spare.folder)
        try:
            socket.send_fds(self._link, [order], spare.pipes.theirs)
        except OSError as error:
            # Dead or stuck: its end, or the spare that never comes, says so to the nursery.
            _LOG.debug("no order reached the zygote: %s", error)
        finally:
            spare.pipes.hand_over()

    def _kill(self, number: int) -> None:
        self._link.send(_ORDER.pack(number, _NO_UID))

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
                _, number = _UNFORKED.unpack_from(message)
                self._spares.pop(number).unborn(message[_UNFORKED.size :].decode())
            case b"e":
                _, number, *used = _EXITED.unpack(message)
                self._spares.pop(number).gone(Usage(*used))

    def _introduce(self, message: bytes, handles: list[int]) -> None:
        _, number, pid, has_handle = _FORKED.unpack(message)
        if has_handle and not handles:
            self._give_up("no descriptor was left for a spare's handle")
        else:
            self._spares[number].born(pid, handles, partial(self._kill, number))

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
        for spare in self._spares.values():
            spare.lost()
        self._spares.clear()
