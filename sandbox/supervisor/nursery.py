"""A zygote and the spares it keeps ready; what dies is replaced."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

from sandbox.linux.jail import Offer
from sandbox.linux.news import OomWatch
from sandbox.protocol import SandboxUnavailable
from sandbox.supervisor.disk import free_space
from sandbox.supervisor.ending import SpareLoss, Vitals, ZygoteLoss
from sandbox.supervisor.scratch import Folders
from sandbox.supervisor.spare import AFTER_THE_ANSWER_SECONDS, Spare
from sandbox.supervisor.zygote import Zygote

_LOG: Final = logging.getLogger(__name__)
_SPARE_WITHIN_SECONDS: Final = 60.0
_TORCH_WITHIN_SECONDS: Final = 120.0
# For a fork or for news of a death; a zygote or a spare that takes longer is stuck.
_ANSWERS_WITHIN_SECONDS: Final = 8.0
_LONGEST_PAUSE_SECONDS: Final = 5.0


class Nursery:
    """`take` a spare, run it, `bury` it. Each has its own folder and one of the `users`, if any.

    Counted among the `spares` are those that run or are being buried, too. OSError where the first
    zygote cannot be started; a later one is tried again and again. `on_homeless` is told where
    `folder` is gone, without which there is no next spare.
    """

    def __init__(
        self,
        offer: Offer,
        folder: Path,
        vitals: Vitals,
        *,
        spares: int,
        users: range | None,
        on_homeless: Callable[[], None],
    ) -> None:
        self._offer = offer
        self._vitals = vitals
        self._folder = folder
        self._folders = Folders(folder)
        self._users = users
        self._target = spares
        self._on_homeless = on_homeless
        self._loop = asyncio.get_running_loop()
        self._alive: set[Spare] = set()
        self._idle: list[Spare] = []
        self._has_idle = asyncio.Event()
        self._numbers = count()
        self._failures = 0
        self._is_proven = False
        self._next_try: asyncio.TimerHandle | None = None
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._burials: set[asyncio.Task[None]] = set()
        self._oom = OomWatch()
        self._is_disk_short = False
        self.zygotes = 0
        self._zygote = self._hatch()

    @property
    def idle(self) -> int:
        """How many spares are ready."""
        return len(self._idle)

    @property
    def brings_forth(self) -> bool:
        """Whether the next spare is on its way, as far as one can tell before it is there."""
        return self._is_proven and not self._failures and self._zygote.is_ready

    @property
    def zygote_pid(self) -> int:
        """Of the last zygote that was started, which may have ended since."""
        return self._zygote.pid

    def _hatch(self) -> Zygote:
        zygote = Zygote(self._folder, on_end=partial(self._replace, ZygoteLoss.ENDED))
        self.zygotes += 1
        late = self._loop.call_later(_TORCH_WITHIN_SECONDS, self._replace_stuck, zygote)
        zygote.ready.add_done_callback(lambda _: late.cancel())
        zygote.ready.add_done_callback(lambda _: self._grow())
        return zygote

    def _replace_stuck(self, zygote: Zygote) -> None:
        if zygote is self._zygote:
            zygote.close()
            self._replace(ZygoteLoss.STUCK)

    def _replace(self, cause: ZygoteLoss, detail: str = "") -> None:
        if self._closing:
            return
        self._failures += 1
        self._vitals.lost(cause, detail)
        self._loop.call_later(self._pause(), self._rehatch)

    def _rehatch(self) -> None:
        """What ended the last zygote, such as a full memory, may keep the next from starting."""
        if self._closing:
            return
        try:
            self._zygote = self._hatch()
        except OSError as error:
            self._replace(ZygoteLoss.UNSTARTED, str(error))

    def _pause(self) -> float:
        return min(_LONGEST_PAUSE_SECONDS, 0.05 * 2.0 ** min(self._failures, 10))

    def _grow(self) -> None:
        """Fork as many spares as are wanted; after a failure only one, when its pause is over.

        Spares that run a snippet are counted too: no fork competes with a run needlessly.
        """
        while self._can_grow():
            try:
                spare = self._make()
            except OSError as error:
                self._stumble(SpareLoss.UNMADE, str(error))
                if not self._folder.exists():
                    self._on_homeless()
                return
            self._zygote.fork(spare)
            self._start(self._tend(spare))
            if self._failures:
                return

    def _can_grow(self) -> bool:
        pausing = self._next_try is not None or self._closing
        return not pausing and self._zygote.is_ready and len(self._alive) < self._target

    def _stumble(self, cause: SpareLoss, detail: str = "") -> None:
        if self._closing:
            return
        self._failures += 1
        self._vitals.lost(cause, detail)
        if self._next_try is None:
            self._next_try = self._loop.call_later(self._pause(), self._try_again)

    def _try_again(self) -> None:
        self._next_try = None
        self._grow()

    def _make(self) -> Spare:
        uid = None if self._users is None else self._free_uid(self._users)
        folder = self._folders.take(uid)
        try:
            spare = Spare(
                next(self._numbers),
                folder,
                uid=uid,
                isolation=self._offer.isolation,
                oom=self._oom,
            )
        except OSError:
            self._folders.take_back(folder, uid)
            raise
        self._alive.add(spare)
        return spare

    def _free_uid(self, users: range) -> int:
        """The lowest, so that few are ever used: folders serve again, each for its uid."""
        taken = {spare.uid for spare in self._alive}
        return next(uid for uid in users if uid not in taken)

    async def _tend(self, spare: Spare) -> None:
        """See to a spare from its fork until it is taken, or dies unused."""
        life = spare.life
        await asyncio.wait({life.ready}, timeout=_ANSWERS_WITHIN_SECONDS)
        if not (life.ready.done() and life.ready.result()):
            self._give_up(spare)
            return
        self._failures = 0
        self._is_proven = True
        self._vitals.recovered()
        self._idle.append(spare)
        self._has_idle.set()
        self._grow()
        await asyncio.wait({life.reaped})
        if spare in self._idle:
            self._idle.remove(spare)
            if not life.is_orphan:
                self._stumble(SpareLoss.IDLE)
            self.bury(spare)

    def _give_up(self, spare: Spare) -> None:
        """Bury a spare that never became ready, and note who is to blame.

        That is the zygote, which tells nothing; the spare itself; or the system, which let the
        zygote fork none.
        """
        life = spare.life
        if not life.ready.done() and not spare.pid:
            self._replace_stuck(self._zygote)
        elif not life.ready.done():
            self._stumble(SpareLoss.SILENT)
        elif life.why_unforked:
            self._stumble(SpareLoss.UNFORKED, spare.error_text)
        elif not life.is_orphan:
            self._stumble(SpareLoss.UNREADY, spare.error_text)
        self.bury(spare)

    def _at_hand(self) -> Spare | None:
        while self._idle:
            spare = self._idle.pop()
            is_alive = not spare.life.reaped.done()
            if is_alive and spare.folder.exists():
                return spare
            if is_alive:
                self._vitals.lost(SpareLoss.HOMELESS)
            self.bury(spare)
        return None

    async def _till_there_is_space(self) -> None:
        """Wait for burials on a full disk: what the last runs wrote is the next one's to write."""
        with suppress(FileNotFoundError):  # of the folder itself, which `_grow` finds
            while self._burials and free_space(self._folder).is_short():
                await asyncio.wait(self._burials, return_when=asyncio.FIRST_COMPLETED)

    async def _next(self) -> Spare:
        """All who wait are woken by each new spare: few do, and none can miss it then."""
        while (spare := self._at_hand()) is None:
            self._has_idle.clear()
            await self._has_idle.wait()
        return spare

    async def take(self) -> Spare:
        """The spare that became ready last, or else the next one; it must be buried.

        What it has warmed is the likeliest to be in the processor's caches still.

        SandboxUnavailable where none becomes ready in time.
        """
        await self._till_there_is_space()
        # No clock is set where nobody has to wait.
        if (spare := self._at_hand()) is not None:
            return spare
        try:
            async with asyncio.timeout(_SPARE_WITHIN_SECONDS):
                return await self._next()
        except TimeoutError:
            why = self._vitals.trouble or "the sandbox is still starting"
            raise SandboxUnavailable(f"no process became ready in time: {why}") from None

    def bury(self, spare: Spare) -> None:
        """End a spare, in the background: its answer does not wait for that. Raises nothing."""
        burial = self._start(self._remove(spare))
        self._burials.add(burial)
        burial.add_done_callback(self._burials.discard)

    async def _remove(self, spare: Spare) -> None:
        """Remove all traces of a spare. Only then do its uid and its place serve another."""
        # Another is forked, too, only when the answer is out.
        await asyncio.sleep(AFTER_THE_ANSWER_SECONDS)
        spare.life.kill()
        await asyncio.wait({spare.life.reaped}, timeout=_ANSWERS_WITHIN_SECONDS)
        if not spare.life.reaped.done():
            self._replace_stuck(self._zygote)
        # Whose zygote was killed dies a moment after it, with nobody to say so.
        with suppress(TimeoutError):
            await asyncio.wait_for(spare.process.dead(), _ANSWERS_WITHIN_SECONDS)
        try:
            spare.close()
            await self._folders.give_back(spare.folder, spare.uid)
            self._mind_disk()
        finally:
            self._alive.discard(spare)
            self._grow()

    def _mind_disk(self) -> None:
        """Say it once where others fill the disk: of what this run wrote nothing is left."""
        was_short = self._is_disk_short
        with suppress(FileNotFoundError):
            self._is_disk_short = free_space(self._folder).is_short()
        if self._is_disk_short and not was_short:
            _LOG.warning("the disk that runs write to is nearly full: what they save may fail")

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End the zygote, and with it all spares; wait until they are buried. Raises nothing."""
        self._closing = True
        self._zygote.close()
        while self._tasks:
            await asyncio.gather(*self._tasks)
