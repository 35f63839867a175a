"""Telegram's limits on messages, applied to messages alone."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

from telegram.error import RetryAfter
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
# Telegram counts in whole seconds.
_MORE_SECONDS = 0.1


class MessageRates(AIORateLimiter):
    """So many messages a second, twenty a minute in a group.

    Where Telegram tells us to wait, the chat that it says so of waits: the library, if it came to
    know, would hold up all of them.
    """

    def __init__(self, messages_per_second: float = MESSAGES_PER_SECOND) -> None:
        super().__init__(overall_max_rate=messages_per_second)
        self._free_at: dict[int | str, float] = {}

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
        request = partial(callback, *args, **kwargs)
        is_message = endpoint not in _NO_MESSAGES
        patiently = partial(self._patiently, request, data.get("chat_id"), is_message=is_message)
        counted = data if is_message else {}
        return await super().process_request(patiently, (), {}, endpoint, counted, rate_limit_args)

    async def _patiently(
        self, request: Callable[[], Any], chat: int | str | None, *, is_message: bool
    ) -> Any:
        for _ in range(RETRIES):
            await self._until_free(chat)
            try:
                return await request()
            except RetryAfter as told:
                wait = seconds_in(told) + _MORE_SECONDS
            if chat is None or not is_message:
                # What is not worth a message must not delay one.
                await asyncio.sleep(wait)
            else:
                self._free_at[chat] = asyncio.get_running_loop().time() + wait
        await self._until_free(chat)
        return await request()

    async def _until_free(self, chat: int | str | None) -> None:
        loop = asyncio.get_running_loop()
        while chat is not None and (free_at := self._free_at.get(chat)) is not None:
            wait = free_at - loop.time()
            if wait <= 0:
                self._free_at.pop(chat, None)
                return
            await asyncio.sleep(wait)


def seconds_in(told: RetryAfter) -> float:
    """How long Telegram tells us to wait; which type that has, a setting of the library says."""
    wait = told.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
