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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from progress.rollups import Counts
from progress.statistics import TopicStatistics
from tutor.class_report import ClassReport
from tutor.picture.scene.marks import INNER_WIDTH, Box, Colour, Mark, Scene, Theme, Words
from tutor.picture.scene.pieces import Piece, below, beside, card, paragraph, words
from tutor.picture.scene.text import fitting, label
from tutor.picture.scene.wire import HEADER, LARGEST_FRAME_BYTES, ordered

# A chart for instructors: what was asked about, and how it went.

MOST_TOPICS = 12
_TITLE = "Questions by topic"
_TEXT_SIZE = 13.0
_BAR_TOP = 19.0
_BAR_HEIGHT = 12.0
_COUNT_ROOM = 40.0
# Lightness tells them apart where hues do not.
_OUTCOMES = (
    ("answered", "Answered", Colour.BLUE),
    ("suggested", "Suggested", Colour.BLUE_SOFT),
    ("abstained", "Not known", Colour.ORANGE),
)


def questions_by_topic(report: ClassReport) -> Scene | None:
    """Stacked bars, the most asked topic on top; None where nothing was asked."""
    topics = [*report.statistics.topics[:MOST_TOPICS]]
    if vain := report.statistics.total.abstained:  # What nobody can answer is about no topic.
        topics.append(TopicStatistics("", 0, Counts(abstained=vain)))
    if not topics:
        return None
    most = max(1, *(_total(each.counts) for each in topics))
    titles = {**report.titles, "": "Not known"}
    bars = [_bar(each, titles.get(each.topic, each.topic), most) for each in topics]
    since, until = report.statistics.since, report.statistics.until
    period = f"{since:%-d %B} to {until:%-d %B %Y}"
    head = below([words(_TITLE, 16.0, bold=True), paragraph(period)], 3.0)
    return card(f"{_TITLE}, {period}.", head, below(bars, 10.0), _legend())


def _bar(topic: TopicStatistics, title: str, most: int) -> Piece:
    name = fitting(label(title), INNER_WIDTH, _TEXT_SIZE)
    marks: list[Mark] = [Words(0, 8, name, _TEXT_SIZE), *_segments(topic.counts, most)]
    height = _BAR_TOP + _BAR_HEIGHT
    return Piece(INNER_WIDTH, height, tuple(marks))


def _segments(counts: Counts, most: int) -> Iterator[Mark]:
    unit = (INNER_WIDTH - _COUNT_ROOM) / most
    x = 0.0
    for kind, _, colour in _OUTCOMES:
        width = getattr(counts, kind) * unit
        if width:
            yield Box(x, _BAR_TOP, max(2.0, width - 1), _BAR_HEIGHT, colour, radius=2)
        x += width
    middle = _BAR_TOP + _BAR_HEIGHT / 2
    yield Words(x + 6, middle, str(_total(counts)), _TEXT_SIZE, bold=True)


def _total(counts: Counts) -> int:
    return sum(getattr(counts, kind) for kind, _, _ in _OUTCOMES)


def _legend() -> Piece:
    return beside([_key(name, colour) for _, name, colour in _OUTCOMES], 18.0)


def _key(name: str, colour: Colour) -> Piece:
    swatch = Piece(12, 12, (Box(0, 0, 12, 12, colour, radius=2),))
    return beside([swatch, words(name, 12.0, Colour.QUIET)], 6.0)


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
    here = str(Path(__file__).resolve().parents[2])
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {**inherited, "PYTHONPATH": here, "PYTHONSAFEPATH": "1"}
