"""Pictures are painted by a process of its own: matplotlib's memory stays out of the bot.

It starts with the first picture, ends when none was wanted for some minutes, and cannot outlive
us: it reads orders from a pipe, which ends with us.
"""

import asyncio
import contextlib
import os
import sys
from asyncio import IncompleteReadError
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from tutor.picture.marks import Scene
from tutor.picture.theme import Theme
from tutor.picture.wire import HEADER, LARGEST_FRAME_BYTES, ordered

IDLE_SECONDS: Final = 180.0
# The first picture waits for matplotlib, which has to read all fonts where it has no cache.
PATIENCE_SECONDS: Final = 30.0
_ENDING_SECONDS: Final = 2.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Painted:
    """A picture in PNG."""

    png: bytes


@dataclass(frozen=True, slots=True)
class NotPainted:
    """No picture came in time; the log says why."""


class Painter:
    """Paints one scene after the other."""

    def __init__(
        self,
        *,
        idle_seconds: float = IDLE_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
        module: str = "tutor.picture",
    ) -> None:
        self._idle_seconds = idle_seconds
        self._patience_seconds = patience_seconds
        self._module = module
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._leave: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """The painting process, while there is one."""
        process = self._process
        return process.pid if process and process.returncode is None else None

    async def paint(self, scene: Scene, theme: Theme = Theme.LIGHT) -> Painted | NotPainted:
        """The picture; a process that fails is replaced for the next one."""
        async with self._turn:
            self._stay()
            try:
                async with asyncio.timeout(self._patience_seconds):
                    png = await self._ask(ordered(scene, theme))
            except (TimeoutError, OSError, IncompleteReadError) as error:
                log.warning("not_painted", error=repr(error))
                await self._end(kill=True)
                return NotPainted()
            except BaseException:
                # Who paints next would be given the picture that was ordered here.
                await self._end(kill=True)
                raise
            finally:
                self._leave_later()
            return Painted(png)

    async def close(self) -> None:
        """End the process; a picture in the making is waited for."""
        async with self._turn:
            self._stay()
            await self._end()

    async def _ask(self, order: bytes) -> bytes:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await self._started()
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError("the painter has no pipes")
        process.stdin.write(order)
        await process.stdin.drain()
        (size,) = HEADER.unpack(await process.stdout.readexactly(HEADER.size))
        if size > LARGEST_FRAME_BYTES:
            raise BrokenPipeError(f"expected a picture, got {size} bytes")
        return await process.stdout.readexactly(size)

    async def _started(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", self._module),
            env=_environment(),
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,
        )

    async def _end(self, *, kill: bool = False) -> None:
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            if kill:
                process.kill()
        try:
            await asyncio.wait_for(process.wait(), _ENDING_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()

    def _stay(self) -> None:
        if self._leave:
            self._leave.cancel()
            self._leave = None

    def _leave_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._leave = loop.call_later(self._idle_seconds, self._idle)

    def _idle(self) -> None:
        task = asyncio.ensure_future(self.close())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)


def _environment() -> dict[str, str]:
    """Only what Python and matplotlib need: the bot's token stays with the bot."""
    kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR", "XDG_CACHE_HOME", "MPLCONFIGDIR")
    here = str(Path(__file__).resolve().parents[1])
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {**inherited, "PYTHONPATH": here, "PYTHONSAFEPATH": "1"}
