"""Logs: structlog for our lines and the libraries' alike, to stderr, with no secret in them."""

import logging
import sys
from collections.abc import Iterable

import structlog
from pydantic import SecretStr
from structlog.typing import EventDict, Processor

from unsqueeze.settings import Settings

HIDDEN = "[hidden]"
OURS = ("bot", "database", "knowledge", "localgram", "progress", "sandbox", "tutor", "unsqueeze")


def configure(settings: Settings) -> None:
    """Set up logging for this process: the only place that does."""
    secrets = [
        secret.get_secret_value()
        for secret in (settings.telegram_token, settings.webhook_secret)
        if isinstance(secret, SecretStr)
    ]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(_level(settings)),
        cache_logger_on_first_use=True,
    )
    render: Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redact(secrets),
                render,
            ],
        )
    )
    level = _level(settings)
    # Below info, libraries log what goes through them: statements, updates, learners' words.
    logging.basicConfig(handlers=[handler], level=max(level, logging.INFO), force=True)
    for package in OURS:
        logging.getLogger(package).setLevel(level)
    # They log every request's address, and Telegram's addresses hold the token.
    # At info, SQLAlchemy's are statements with their values.
    for noisy in ("httpx", "httpcore", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def redact(secrets: Iterable[str]) -> Processor:
    """A processor that hides each secret wherever it stands in a line, tracebacks included."""
    hidden = tuple(secret for secret in secrets if secret)

    def processor(_logger: object, _method: str, event: EventDict) -> EventDict:
        return {key: _without(value, hidden) for key, value in event.items()}

    return processor


def _without(value: object, secrets: tuple[str, ...]) -> object:
    if not secrets:
        return value
    text = value if isinstance(value, str) else repr(value)
    if not any(secret in text for secret in secrets):
        return value
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


def _level(settings: Settings) -> int:
    return logging.getLevelNamesMapping()[settings.log_level.upper()]
