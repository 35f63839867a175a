"""The bot's side over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from localgram.call import Call, read_call
from localgram.faults import Fault
from localgram.methods.table import find
from localgram.state import State
from localgram.wire import Json, Refused

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


def routes(state: State) -> list[Route]:
    async def method(request: Request) -> Response:
        try:
            result = await _answered(state, request)
        except Refused as refusal:
            return Json(refusal.to_dict(), status_code=refusal.code)
        return Json({"ok": True, "result": result})

    async def file(request: Request) -> Response:
        try:
            _check_token(state, request.path_params["token"])
        except Refused as refusal:
            return Json(refusal.to_dict(), status_code=refusal.code)
        stored = state.files.at(request.path_params["path"])
        if stored is None:
            return Json(Refused(404, "Not Found").to_dict(), status_code=404)
        return Response(stored.upload.content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", file),
    ]


async def _answered(state: State, request: Request) -> Any:
    _check_token(state, request.path_params["token"])
    call = await read_call(request, request.path_params["method"])
    fault = state.faults.take(call.method)
    return await (_faulty(state, call, fault) if fault else _call(state, call))


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
