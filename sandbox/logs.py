"""Log lines of a service that runs as a child: a sentence and its figures, to stderr."""

import logging
from typing import Final

_USUAL: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        figures = {name: value for name, value in record.__dict__.items() if name not in _USUAL}
        said = super().format(record)
        return said + "".join(f" {name}={value}" for name, value in figures.items())


def to_stderr() -> None:
    """Warnings and worse; the service's own output is nobody's."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Line("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
