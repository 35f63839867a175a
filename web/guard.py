"""What stands around every answer: headers that keep a browser from doing more than we ask."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Telegram's own web client opens Mini Apps in a frame.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors https://web.telegram.org"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Guarded:
    """The application behind it; refuses to be told to do something from another site's page."""

    def __init__(self, app: ASGIApp, refused: ASGIApp, url: str) -> None:
        self._app = app
        self._refused = refused
        self._origin = origin_of(url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        is_ours = scope["method"] in {"GET", "HEAD"} or self._is_from_us(Headers(scope=scope))
        await (self._app if is_ours else self._refused)(scope, receive, guarded)

    def _is_from_us(self, headers: Headers) -> bool:
        """A browser says where a form came from by one header or the other, and a page can't lie.

        Without a referrer, a form's Origin is "null" also where it is ours.
        """
        site = headers.get("sec-fetch-site")
        return site == "same-origin" if site else headers.get("origin") == self._origin


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
