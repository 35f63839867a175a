"""Telegram's limits on messages, applied to messages alone."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

MESSAGES_PER_SECOND = 30.0
RETRIES = 3

# They show in no chat, and would use up a group's twenty messages a minute.
_NO_MESSAGES = frozenset(
    {
        "setMessageReaction",
        "sendChatAction",
        "deleteMessage",
        "answerCallbackQuery",
        "editMessageReplyMarkup",
    }
)


class MessageRates(AIORateLimiter):
    """So many messages a second, twenty a minute in a group; waits where Telegram says to."""

    def __init__(self, messages_per_second: float = MESSAGES_PER_SECOND) -> None:
        super().__init__(overall_max_rate=messages_per_second, max_retries=RETRIES)

    async def process_request(  # noqa: PLR0917  # the signature is the parent's
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Run a request when its time has come."""
        counted = {} if endpoint in _NO_MESSAGES else data
        return await super().process_request(
            callback, args, kwargs, endpoint, counted, rate_limit_args
        )
