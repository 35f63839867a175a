"""What keeps other web sites away from a server on this machine."""

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_READING = frozenset({"GET", "HEAD"})
_OWN_SITES = frozenset({"same-origin", "none"})


class Guard:
    """Refuses foreign Host headers, which stops DNS rebinding, and other origins' requests."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _name(headers.get("host", "")) not in self._hosts:
            await PlainTextResponse("Foreign Host header", 421)(scope, receive, send)
        elif _is_foreign(scope, headers):
            await PlainTextResponse("Cross-origin request", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, _guarded(send))


def _name(host: str) -> str:
    """The host without its port; an IPv6 address keeps its brackets."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _is_foreign(scope: Scope, headers: Headers) -> bool:
    """Tell another site's request by what browsers send along; other programs send neither.

    Another site may link to the page and no more: even a GET can call a method of the bot.
    """
    if scope["path"] == "/" and scope["method"] in _READING:
        return False
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    return site not in _OWN_SITES or (
        origin is not None and origin.partition("://")[2] != headers.get("host")
    )


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
        await send(message)

    return guarded
