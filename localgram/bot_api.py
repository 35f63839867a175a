"""The bot's side over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from localgram.call import Call, read_call
from localgram.faults import Fault
from localgram.feed import Json, Refused
from localgram.methods.table import find
from localgram.state import State

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


def routes(state: State) -> list[Route]:
    def endpoint(
        answer: Callable[[State, Request], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            try:
                _check_token(state, request.path_params["token"])
                return await answer(state, request)
            except Refused as refusal:
                return Json(refusal.to_dict(), status_code=refusal.code)

        return handle

    return [
        Route("/bot{token}/{method}", endpoint(_method), methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", endpoint(_file)),
    ]


async def _method(state: State, request: Request) -> Response:
    call = await read_call(request, request.path_params["method"])
    fault = state.faults.take(call.method)
    result = await (_faulty(state, call, fault) if fault else _call(state, call))
    return Json({"ok": True, "result": result})


async def _file(state: State, request: Request) -> Response:
    stored = state.files.at(request.path_params["path"])
    if stored is None:
        raise Refused(404, "Not Found")
    return Response(stored.upload.content, media_type="application/octet-stream")


async def _call(state: State, call: Call) -> Any:
    return await find(call.method)(state, call)


async def _faulty(state: State, call: Call, fault: Fault) -> Any:
    await asyncio.sleep(fault.delay)
    refusal = fault.refusal
    if refusal is None:
        return await _call(state, call)
    if fault.lost:
        await _call(state, call)
    raise refusal


def _check_token(state: State, token: str) -> None:
    """Telegram answers 404 to what is no token at all and 401 to a wrong one."""
    if not _TOKEN.fullmatch(token):
        raise Refused(404, "Not Found")
    if state.token not in (None, token):
        raise Refused(401, "Unauthorized")
