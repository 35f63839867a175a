"""A sandbox service as a child of this process: started, restarted, ended with it."""

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from sandbox.supervisor import scratch

_LOG: Final = logging.getLogger(__name__)
_LONGEST_PAUSE_SECONDS: Final = 5.0
_WAS_WELL_AFTER_SECONDS: Final = 60.0
_MISUSE: Final = 2


def _environment(folder: Path) -> dict[str, str]:
    """Only what Python and its files need: the bot's token stays with the bot.

    Its temporary files go into our folder, so that even a killed service leaves none.
    """
    kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
    here = str(Path(__file__).resolve().parents[1])
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {**inherited, "TMPDIR": str(folder), "PYTHONPATH": here, "PYTHONSAFEPATH": "1"}


def in_a_row(failures: int, *, lived_seconds: float) -> int:
    """How many services failed one after the other, now that one more has ended."""
    return 1 if lived_seconds >= _WAS_WELL_AFTER_SECONDS else failures + 1


def pause_seconds(failures: int) -> float:
    """Until the next is started."""
    return min(_LONGEST_PAUSE_SECONDS, 0.1 * 2.0 ** min(failures, 10))


class Embedded:
    """Keeps one service process alive, below a folder of its own.

    Its socket is in a folder that no other user may enter, since anybody may connect to it. The
    service's own files are beside that: runs under a uid of their own must come to theirs.
    """

    def __init__(self, folder: Path, spares: int) -> None:
        self._folder = folder
        self.socket = folder / "own" / "sock"
        self._spares = spares
        self._process: asyncio.subprocess.Process | None = None
        self._refusal: str | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def refusal(self) -> str | None:
        """Why there will be none, asked by who found none: without its folder it is not found."""
        if self._process and self._process.returncode is None and not self.socket.parent.exists():
            self._process.kill()
        return self._refusal

    async def _start(self) -> asyncio.subprocess.Process:
        # A service that was killed could not clean up behind itself.
        for leftover in self._folder.iterdir():
            scratch.remove(leftover) if leftover.is_dir() else leftover.unlink()
        self.socket.parent.mkdir(mode=0o700)
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "sandbox.service.app"),
            *("--listen", f"unix:{self.socket}"),
            *("--spares", str(self._spares)),
            *("--parent", str(os.getpid())),
            env=_environment(self._folder),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )

    async def keep(self) -> None:
        """Until cancelled, or until the service says that it can't run here at all."""
        failures = 0
        while True:
            began = time.monotonic()
            if await self._exit_code() == _MISUSE:
                self._refusal = (
                    "the sandbox can't run code on this system; its message is on stderr"
                )
                return
            failures = in_a_row(failures, lived_seconds=time.monotonic() - began)
            await asyncio.sleep(pause_seconds(failures))

    async def _exit_code(self) -> int | None:
        """Start a service and wait for its end; None where the system lets us start none now."""
        try:
            with scratch.restored(self._folder):
                self._process = await self._start()
                status = await self._process.wait()
        except (OSError, RuntimeError) as error:  # the latter where it gets no thread
            _LOG.warning("sandbox_not_started", extra={"error": str(error)})
            return None
        if status != _MISUSE:
            _LOG.warning("sandbox_ended", extra={"exit_code": status})
        return status

    async def stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()


@asynccontextmanager
async def embedded(*, spares: int) -> AsyncIterator[tuple[Path, Embedded]]:
    """The socket to talk to; the service behind it may still be starting."""
    with scratch.base() as folder:
        service = Embedded(folder, spares)
        keeper = asyncio.create_task(service.keep())
        try:
            yield service.socket, service
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
            await service.stop()
