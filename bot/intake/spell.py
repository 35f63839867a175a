"""A time in which something is away: told once, and once more when it is over."""

from dataclasses import dataclass, field

import structlog
from telegram.error import TelegramError

LONGEST_PAUSE_SECONDS = 30.0
RESTART_SECONDS = 2.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Spell:
    """Shared by all that needs what is away: the first to fail tells, the first to succeed too."""

    failures: int = 0
    _events: dict[str, str] = field(default_factory=dict)

    def failed(self, event: str, error: BaseException | None, **more: object) -> None:
        """Note a failure; of each kind of error only the first is told.

        Of Telegram's errors, which are the network's too, a trace says nothing more.
        """
        self.failures += 1
        said = named(error)
        if said not in self._events:
            self._events[said] = event
            trace = None if isinstance(error, TelegramError) else error
            log.error(event, error=said, exc_info=trace, **more)

    def over(self) -> None:
        """Note that it works."""
        if self.failures:
            log.info("works_again", after=sorted({*self._events.values()}), failures=self.failures)
            self.failures = 0
            self._events.clear()

    @property
    def pause_seconds(self) -> float:
        return float(min(LONGEST_PAUSE_SECONDS, RESTART_SECONDS * 2 ** min(self.failures - 1, 10)))


def named(error: BaseException | None) -> str:
    """An error in one line; SQLAlchemy's first line says what, the others say with which words."""
    if error is None:
        return "cancelled"
    first, _, _ = str(error).partition("\n")
    return f"{type(error).__name__}: {first}"
