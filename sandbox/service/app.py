"""The sandbox over HTTP: `POST /v1/run`, `GET /healthz`, `/metrics` and `/openapi.json`."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any, Final

from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.linux import jail, kernel
from sandbox.linux.machine import descriptors_for, processors
from sandbox.protocol import RunResult, SandboxBusy, SandboxUnavailable
from sandbox.service import openapi
from sandbox.service.intake import CLIENT_LEFT, AskedRun, Refusal, read
from sandbox.service.listening import QuietServer, room_at
from sandbox.service.metrics import Metrics
from sandbox.supervisor.supervisor import Supervisor, supervising

_RETRY_AFTER_SECONDS = 5
# Of a service that stops: another is mostly started at once.
_BACK_AFTER_SECONDS = 1
_LOG: Final = logging.getLogger(__name__)
# Of a line of the log; what else is there are its figures.
_USUAL: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


def _problem(status: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": message}, status, headers=headers)


def _elsewhere(_request: Request, error: Exception) -> Response:
    """An unknown path or another method, in the shape of every other problem."""
    if not isinstance(error, HTTPException):
        raise error
    known = "POST /v1/run, GET /healthz, GET /metrics and GET /openapi.json"
    message = f"expected one of {known}, got something else"
    return _problem(error.status_code, message, error.headers)


async def _hung_up(request: Request, run: asyncio.Task[Any]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    run.cancel()


async def _run_while_wanted(request: Request, asked: AskedRun) -> RunResult:
    """Cancelled when the client goes away, which kills the run."""
    state = request.app.state
    supervisor: Supervisor = state.supervisor
    metrics: Metrics = state.metrics
    run = asyncio.ensure_future(
        supervisor.run(asked.request, learner=asked.learner, on_wait=metrics.waits.observe)
    )
    gone = asyncio.ensure_future(_hung_up(request, run))
    try:
        return await run
    finally:
        gone.cancel()
        run.cancel()


async def _run(request: Request) -> Response:
    try:
        return await _answered(request)
    except asyncio.CancelledError:
        return _to_whom_was_cancelled(request)


def _to_whom_was_cancelled(request: Request) -> Response:
    """The run alone is where its client left; the request itself is where the service stops.

    Raised any further, that would be an error of ours to uvicorn, and to the client.
    """
    if (task := asyncio.current_task()) and task.cancelling():
        task.uncancel()
        ends = {"Retry-After": f"{_BACK_AFTER_SECONDS}", "Connection": "close"}
        return _problem(503, "the sandbox is stopping; ask the next one", ends)
    request.app.state.metrics.left.inc()
    return Response(status_code=CLIENT_LEFT)


async def _answered(request: Request) -> Response:
    metrics: Metrics = request.app.state.metrics
    asked = await read(request)
    if isinstance(asked, Refusal):
        if asked.status == CLIENT_LEFT:
            metrics.left.inc()
        ends = {"Connection": "close"} if asked.ends else None
        return _problem(asked.status, asked.message, ends)
    try:
        result = await _run_while_wanted(request, asked)
    except SandboxBusy as busy:
        metrics.busy.inc()
        return _problem(429, str(busy), {"Retry-After": f"{busy.retry_after_seconds:.0f}"})
    except SandboxUnavailable as error:
        metrics.unavailable.inc()
        return _problem(503, str(error), {"Retry-After": f"{_RETRY_AFTER_SECONDS}"})
    metrics.ran(result)
    return Response(result.model_dump_json(), media_type="application/json")


async def _healthz(request: Request) -> Response:
    health = request.app.state.supervisor.health
    return JSONResponse(asdict(health), 200 if health.status == "ok" else 503)


async def _metrics(request: Request) -> Response:
    return Response(request.app.state.metrics.page(), media_type=CONTENT_TYPE_LATEST)


async def _openapi(_request: Request) -> Response:
    return Response(openapi.document(), media_type="application/json")


def app(
    offer: jail.Offer,
    *,
    spares: int,
    at_once: int = 2,
    on_homeless: Callable[[], None] = lambda: None,
) -> Starlette:
    """The service; its supervisor lives as long as its lifespan."""

    @asynccontextmanager
    async def lifespan(made: Starlette) -> AsyncIterator[None]:
        async with supervising(
            offer, spares=spares, at_once=at_once, on_homeless=on_homeless
        ) as supervisor:
            made.state.supervisor = supervisor
            made.state.metrics = Metrics(supervisor)
            yield

    routes = [
        Route("/v1/run", _run, methods=["POST"]),
        Route("/healthz", _healthz),
        Route("/metrics", _metrics),
        Route("/openapi.json", _openapi),
    ]
    made = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _elsewhere},
    )
    # To a path that only looks like one of these it would send an empty redirect.
    made.router.redirect_slashes = False
    return made


def serve(listen: str, *, spares: int = 4, at_once: int | None = None) -> None:
    """Serve until told to stop. Exits with 2 and one sentence where code can't be held.

    With 1 where it can't go on and is to be started again.

    `at_once` is how many snippets run beside each other; one a processor where left out.
    """
    offer = jail.probe()
    at_once = at_once or max(2, processors())
    spares = max(spares, at_once)
    try:
        address = room_at(listen)
        offer.require()
        descriptors_for(spares)
    except (ValueError, OSError, jail.NoJail) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None

    def leave() -> None:
        if not server.should_exit:
            _LOG.error("the folder of all runs was removed, as by a cleaner of /tmp: it ends")
            server.leave()

    server = QuietServer.of(
        app(offer, spares=spares, at_once=at_once, on_homeless=leave), **address
    )
    server.run()
    # Who is told to stop ends by the signal.
    raise SystemExit(1)


class _Line(logging.Formatter):
    """A sentence and its figures."""

    def format(self, record: logging.LogRecord) -> str:
        figures = {name: value for name, value in record.__dict__.items() if name not in _USUAL}
        said = super().format(record)
        return said + "".join(f" {name}={value}" for name, value in figures.items())


def _log_to_stderr() -> None:
    """Warnings and worse; the service's own output is nobody's."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Line("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)


def main() -> None:
    """The embedded service: a child that must not outlive its parent."""
    parser = argparse.ArgumentParser(prog="sandbox.service.app")
    parser.add_argument("--listen", required=True, help="unix:PATH or HOST:PORT")
    parser.add_argument("--spares", type=int, default=4)
    parser.add_argument("--at-once", type=int, help="snippets that run beside each other")
    parser.add_argument("--parent", type=int, help="end when this process does")
    given = parser.parse_args()
    if given.parent:
        kernel.die_with_parent(given.parent, signal.SIGTERM)
    os.umask(0o077)
    _log_to_stderr()
    serve(given.listen, spares=given.spares, at_once=given.at_once)


if __name__ == "__main__":
    main()
