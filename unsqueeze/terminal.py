"""What is printed for people: it fails for no encoding and steers no terminal."""

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Timer
from time import monotonic

import typer
from rich.console import Console

# How people write spans and moments on the command line.

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_duration(text: str) -> timedelta:
    """`7d` is seven days; m, h, d and w are known."""
    found = re.fullmatch(r"(\d{1,4})([mhdw])", text.strip())
    if found is None or int(found[1]) == 0:
        raise typer.BadParameter(f"expected a span such as 30m, 12h, 7d or 2w, got {text!r}")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def parse_time(text: str) -> datetime:
    """An ISO 8601 time; without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
        # Near either end of the calendar, a time elsewhere has none in UTC.
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"expected a time such as 2026-11-25 or 2026-11-25T08:00:00+00:00, got {text!r}"
        ) from None


def never_fail_to_print() -> None:
    """Write what the terminal's encoding lacks as an escape, as Python does on stderr."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def harmless(text: str) -> str:
    """The text as a chat would show it: a terminal obeys, hides or reorders none of it."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    # It brings Telegram's library along, for which an ordinary result need not wait.
    from bot.render.output import visible  # noqa: PLC0415

    return visible(text)


def tell(sentence: str, level: str = "info", *, log_format: str) -> None:
    """Print a sentence on stderr: as it is, or as the line of JSON that a collector expects."""
    if log_format == "json":
        at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        sentence = json.dumps({"event": sentence, "level": level, "timestamp": at})
    print(sentence, file=sys.stderr, flush=True)


# What takes longer than a second is said on stderr, and how far it is every few seconds.

QUIET_SECONDS = 1.0
TOLD_SECONDS = 3.0


@contextmanager
def shown(what: str, log_format: str) -> Iterator[Callable[[float], None]]:
    """Say what is under way once it takes longer than a second; in a terminal with a bar.

    The block is given a function that is told which share is done.
    """
    console = Console(stderr=True)
    with _bar(what, console) if console.is_terminal else _told(what, log_format) as advance:
        yield advance


@contextmanager
def _bar(what: str, console: Console) -> Iterator[Callable[[float], None]]:
    from rich.progress import Progress  # noqa: PLC0415  # most starts show none

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=None, visible=False)
        with _later(lambda: progress.update(task, visible=True)):
            yield lambda share: progress.update(task, total=1.0, completed=share)


@contextmanager
def _told(what: str, log_format: str) -> Iterator[Callable[[float], None]]:
    told = monotonic()

    def advance(share: float) -> None:
        nonlocal told
        if monotonic() - told >= TOLD_SECONDS:
            told = monotonic()
            tell(f"{what}: {share:.0%}", log_format=log_format)

    with _later(lambda: tell(what, log_format=log_format)):
        yield advance


@contextmanager
def _later(show: Callable[[], None]) -> Iterator[None]:
    timer = Timer(QUIET_SECONDS, show)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
