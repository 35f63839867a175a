"""Requests to the Bot API that outlast a bad moment of the network."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from telegram._utils.types import ODVInput
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

PAUSES_SECONDS = (0.5, 1.0, 2.0, 4.0)

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class PatientRequest(HTTPXRequest):
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
    return PatientRequest(
        connection_pool_size=64,
        connect_timeout=10.0,
        read_timeout=20.0,
        write_timeout=20.0,
        pool_timeout=30.0,
        httpx_kwargs=_client_options(api_url),
    )


def polling(api_url: str, *, longest_seconds: float) -> HTTPXRequest:
    """For getUpdates alone: one connection, and the patience to wait for a long poll."""
    return HTTPXRequest(
        connection_pool_size=1,
        connect_timeout=10.0,
        read_timeout=longest_seconds + 10.0,
        httpx_kwargs=_client_options(api_url),
    )


def _client_options(api_url: str) -> dict[str, Any]:
    # A proxy from the environment can't reach a server on this machine.
    return {"trust_env": urlsplit(api_url).hostname not in _LOOPBACK}
