"""What takes longer than a second is said on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import Progress

from unsqueeze.terminal import tell

QUIET_SECONDS = 1.0


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
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=None, visible=False)
        with _later(lambda: progress.update(task, visible=True)):
            yield lambda share: progress.update(task, total=1.0, completed=share)


@contextmanager
def _told(what: str, log_format: str) -> Iterator[Callable[[float], None]]:
    with _later(lambda: tell(what, log_format=log_format)):
        yield lambda _: None


@contextmanager
def _later(show: Callable[[], None]) -> Iterator[None]:
    timer = Timer(QUIET_SECONDS, show)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
