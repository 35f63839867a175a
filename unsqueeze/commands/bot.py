"""`unsqueeze bot`: the tutor on Telegram."""

import asyncio

from bot.app import build
from bot.service import Webhook, stay
from bot.signals import ended_by_signals
from unsqueeze import logs
from unsqueeze.addresses import is_port
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings, read_settings
from unsqueeze.wiring import opened


def bot() -> int:
    """Serve until told to stop."""
    settings = read_settings()
    if settings.telegram_token is None:
        raise SetupFault(
            "expected a bot's token in UNSQUEEZE_TELEGRAM_TOKEN, got none; @BotFather gives one, "
            "and `unsqueeze demo` needs none"
        )
    logs.configure(settings)
    token = settings.telegram_token.get_secret_value()
    asyncio.run(ended_by_signals(_serve(settings, token)))
    return 0


async def _serve(settings: Settings, token: str) -> None:
    async with opened(settings) as parts:
        made = build(
            parts.tutor,
            parts.curation,
            parts.store,
            token=token,
            api_url=settings.telegram_api_url,
        )
        beat_in = settings.heartbeat_file
        await stay(made, push=webhook_of(settings), beat_in=beat_in, adopts=True)


def webhook_of(settings: Settings) -> Webhook | None:
    """None where Telegram is polled; SetupFault where it cannot be told where to listen."""
    if settings.webhook_url is None:
        return None
    host, _, port = settings.webhook_listen.rpartition(":")
    if not is_port(port):
        raise SetupFault(
            f"UNSQUEEZE_WEBHOOK_LISTEN: expected HOST:PORT, got {settings.webhook_listen!r}"
        )
    secret = settings.webhook_secret
    return Webhook(
        url=settings.webhook_url,
        host=host.strip("[]") or "127.0.0.1",
        port=int(port),
        secret=secret.get_secret_value() if secret else None,
    )
