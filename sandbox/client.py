"""Talk to a sandbox: a child of this process, or a service elsewhere. One contract for all."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

import httpx

from sandbox.admission import refused
from sandbox.embedded import embedded
from sandbox.protocol import (
    WALL_SECONDS,
    Runner,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
)

_EMBEDDED_WITHIN_SECONDS: Final = 60.0
_SERVICE_WITHIN_SECONDS: Final = 10.0
_ASK_AGAIN_SECONDS: Final = 0.05
# Behind a full queue a snippet may wait for many others, each up to its own limit.
_QUEUE_SECONDS: Final = 120.0


class _Client:
    """A Runner over one kept-alive HTTP connection pool."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        starts_within_seconds: float,
        refusal: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._http = http
        self._within = starts_within_seconds
        self._refusal = refusal

    async def run(self, request: RunRequest) -> RunResult:
        """Raises SandboxBusy or SandboxUnavailable when the snippet was not run."""
        if (answer := refused(request)) is not None:
            return answer
        response = await self._asked(request)
        match response.status_code:
            case 200:
                return RunResult.model_validate_json(response.content)
            case 429:
                raise SandboxBusy(float(response.headers.get("Retry-After", 1)))
            case status:
                raise SandboxUnavailable(f"the sandbox answered {status}: {response.text:.200}")

    async def _asked(self, request: RunRequest) -> httpx.Response:
        """A connection refused or dropped ran nothing: wait for the service and ask again."""
        deadline = time.monotonic() + self._within
        while True:
            try:
                return await self._post(request)
            except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError) as error:
                await self._wait_for_service(deadline, error)
            except httpx.HTTPError as error:
                raise SandboxUnavailable(f"the sandbox did not answer: {error!r}") from error

    async def _post(self, request: RunRequest) -> httpx.Response:
        patience = (request.wall_seconds or WALL_SECONDS) + _QUEUE_SECONDS
        return await self._http.post(
            "/v1/run",
            content=request.model_dump_json(),
            headers={"Content-Type": "application/json"},
            timeout=httpx.Timeout(10, read=patience),
        )

    async def _wait_for_service(self, deadline: float, error: httpx.HTTPError) -> None:
        if (refusal := self._refusal()) is not None:
            raise SandboxUnavailable(refusal)
        if time.monotonic() > deadline:
            raise SandboxUnavailable(f"no sandbox at {self._http.base_url}: {error}") from error
        await asyncio.sleep(_ASK_AGAIN_SECONDS)


def _http(base_url: str, socket: str | None) -> httpx.AsyncClient:
    limits = httpx.Limits(keepalive_expiry=240)
    transport = httpx.AsyncHTTPTransport(uds=socket, limits=limits)
    return httpx.AsyncClient(base_url=base_url, transport=transport, trust_env=False)


@asynccontextmanager
async def _remote(url: str) -> AsyncIterator[Runner]:
    socket = url.removeprefix("unix:") if url.startswith("unix:") else None
    async with _http("http://sandbox" if socket else url, socket) as http:
        yield _Client(http, starts_within_seconds=_SERVICE_WITHIN_SECONDS)


@asynccontextmanager
async def _child(spares: int) -> AsyncIterator[Runner]:
    async with (
        embedded(spares=spares) as (socket, service),
        _http("http://sandbox", str(socket)) as http,
    ):
        yield _Client(
            http,
            starts_within_seconds=_EMBEDDED_WITHIN_SECONDS,
            refusal=lambda: service.refusal,
        )


@asynccontextmanager
async def connect(url: str, *, spares: int = 4) -> AsyncIterator[Runner]:
    """A Runner at `embedded`, `unix:PATH` or `http://host:port`; `spares` is for embedded.

    Returns at once: the first run waits until the service has loaded torch.
    """
    if not (url == "embedded" or url.startswith(("unix:", "http://", "https://"))):
        raise ValueError(f"expected embedded, unix:PATH or http://host:port, got {url!r}")
    async with _child(spares) if url == "embedded" else _remote(url) as runner:
        yield runner
