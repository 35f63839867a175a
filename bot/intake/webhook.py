"""Updates pushed by Telegram: one route, which answers only once the inbox holds them."""

import contextlib
import hmac
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.service.listening import Bounded, listener_at, served

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BYTES = 4 * 1024 * 1024

# Says whether the inbox holds them now.
Receive = Callable[[list[Any]], Awaitable[bool]]


def app(receive: Receive, *, path: str, secret: str) -> Starlette:
    """The endpoint that Telegram pushes to; whoever lacks the secret is told nothing but 403."""

    async def push(request: Request) -> Response:
        if not hmac.compare_digest(
            request.headers.get(SECRET_HEADER, "").encode(), secret.encode()
        ):
            return Response(status_code=403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        is_kept = await receive([_parsed(body)])
        # Whatever is not taken Telegram brings again.
        return Response(status_code=200 if is_kept else 503)

    return Starlette(routes=[Route(path, push, methods=["POST"])])


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BYTES:
            return None
    return bytes(body)


def _parsed(body: bytes) -> Any:
    """A body's JSON; None where it is none, since Telegram would repeat what is refused."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


@contextlib.asynccontextmanager
async def listening(endpoint: Starlette, *, host: str, port: int) -> AsyncIterator[None]:
    """Serve the endpoint for as long as the block lasts."""
    config = uvicorn.Config(
        endpoint,
        # Whoever has no secret may be anybody.
        http=Bounded,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
    )
    with _listener(host, port) as listener:
        async with served(config, listener):
            yield


def _listener(host: str, port: int) -> socket.socket:
    try:
        return listener_at(host, port)
    except OSError as error:
        # By the setting's name, in the place of a file's: the system says only what is wrong.
        place = f"[{host}]" if ":" in host else host
        where = f"UNSQUEEZE_WEBHOOK_LISTEN: {place}:{port}"
        raise OSError(error.errno, error.strerror, where) from None
