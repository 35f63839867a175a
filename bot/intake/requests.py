"""Requests to the Bot API that outlast a bad moment of the network."""

import asyncio
import importlib.util
import json
import os
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, RetryAfter
from telegram.ext import AIORateLimiter
from telegram.request import BaseRequest, HTTPXRequest, RequestData

# What an operator must mend about the bot: told in one line, without a trace.


class BotError(Exception):
    """Root of what an operator must mend about the bot. Never raised itself."""


class TokenRefused(BotError):
    """The Bot API server does not know the token."""


class UnusableProxy(BotError):
    """A variable of the environment names a proxy that cannot be used, and its sentence names it.

    What stands in the variable is not repeated, since a proxy's address may hold a password.
    """


# Telegram's limits on messages, applied to messages alone.

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


class Request(HTTPXRequest):
    """Takes what is no answer of the Bot API's, as a gateway's page, for a fault of the network."""

    __slots__ = ()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            found = json.loads(payload)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise NetworkError(f"expected JSON of the Bot API, got {payload!r:.80}")
        return found


PAUSES_SECONDS = (0.5, 1.0, 2.0, 4.0)

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PROXIES = ("all_proxy", "http_proxy", "https_proxy")
_EXPECTED_PROXY = "expected a proxy as http://HOST:PORT or socks5://HOST:PORT"


class PatientRequest(Request):
    """Tries again, with growing pauses, where the network or Telegram's gateway failed.

    A request whose answer was lost is repeated too: a reply may then come twice, but never fails
    to come.
    """

    __slots__ = ("_pauses",)

    def __init__(self, *, pauses_seconds: Sequence[float] = PAUSES_SECONDS, **options: Any) -> None:
        super().__init__(**options)
        self._pauses = tuple(pauses_seconds)

    async def do_request(  # noqa: PLR0917  # the signature is the parent's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        timeouts = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        for pause in self._pauses:
            try:
                status, payload = await super().do_request(url, method, request_data, *timeouts)
            except NetworkError:
                await asyncio.sleep(pause)
                continue
            if status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return status, payload
            await asyncio.sleep(pause)
        return await super().do_request(url, method, request_data, *timeouts)


def sending(api_url: str) -> PatientRequest:
    """For everything but polling."""
    with _proxies_explained():
        return PatientRequest(
            connection_pool_size=64,
            connect_timeout=10.0,
            read_timeout=20.0,
            write_timeout=20.0,
            pool_timeout=30.0,
            httpx_kwargs=_client_options(api_url),
        )


def polling(api_url: str, *, longest_seconds: float) -> Request:
    """For getUpdates alone: one connection, and the patience to wait for a long poll."""
    with _proxies_explained():
        return Request(
            connection_pool_size=1,
            connect_timeout=10.0,
            read_timeout=longest_seconds + 10.0,
            httpx_kwargs=_client_options(api_url),
        )


def proxy_fault(environment: Mapping[str, str]) -> str | None:
    """Say which variable names a proxy that cannot be used, and why; None where none does."""
    for name, value in _proxies(environment):
        scheme, colon, _ = value.partition("://")
        try:
            proxy = httpx.Proxy(value if colon else f"http://{value}")
        except ValueError:
            return f"{name}: {_EXPECTED_PROXY}, got {scheme}://"
        except httpx.InvalidURL:
            return f"{name}: {_EXPECTED_PROXY}, got one that cannot be read"
        if proxy.url.scheme.startswith("socks") and importlib.util.find_spec("socksio") is None:
            return f"{name}: expected a package for SOCKS proxies: pip install 'httpx[socks]'"
    return None


def _proxies(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The variables that count, of each kind one."""
    for kind in _PROXIES:
        for name in (kind, kind.upper()):
            if environment.get(name):
                yield name, environment[name]
                break


@contextmanager
def _proxies_explained() -> Iterator[None]:
    """Tell by its variable what httpx and PTB tell of a proxy by theirs, with whatever is in it."""
    try:
        yield
    except (RuntimeError, ValueError, httpx.InvalidURL) as error:
        if fault := proxy_fault(os.environ):
            raise UnusableProxy(fault) from None
        if isinstance(error, httpx.InvalidURL):
            raise UnusableProxy(
                "NO_PROXY: expected names and addresses with commas between, those of IPv6 "
                "without brackets, and no network of them"
            ) from None
        raise


def _client_options(api_url: str) -> dict[str, Any]:
    # A proxy from the environment can't reach a server on this machine.
    return {"trust_env": urlsplit(api_url).hostname not in _LOOPBACK}
