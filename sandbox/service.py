"""The sandbox over HTTP: `POST /v1/run`, `GET /healthz`, `/metrics` and `/openapi.json`."""

import argparse
import asyncio
import errno
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import jail, kernel, logs, openapi
from sandbox.intake import CLIENT_LEFT, AskedRun, Refusal, read
from sandbox.machine import descriptors_for, processors
from sandbox.metrics import Metrics
from sandbox.protocol import RunResult, SandboxBusy, SandboxUnavailable
from sandbox.quiet import QuietServer
from sandbox.supervisor import Supervisor, supervising

_RETRY_AFTER_SECONDS = 5


def _problem(status: int, message: str, **headers: str) -> JSONResponse:
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse({"error": message}, status, headers=shown)


def _refused(refusal: Refusal) -> JSONResponse:
    ends = {"Connection": "close"} if refusal.ends else {}
    return _problem(refusal.status, refusal.message, **ends)


def _elsewhere(_request: Request, error: Exception) -> Response:
    """An unknown path or another method, in the shape of every other problem."""
    if not isinstance(error, HTTPException):
        raise error
    known = "POST /v1/run, GET /healthz, GET /metrics and GET /openapi.json"
    message = f"expected one of {known}, got something else"
    return JSONResponse({"error": message}, error.status_code, headers=error.headers)


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
        supervisor.run(asked.request, learner=asked.learner, on_wait=metrics.waited)
    )
    gone = asyncio.ensure_future(_hung_up(request, run))
    try:
        return await run
    finally:
        gone.cancel()
        run.cancel()


async def _run(request: Request) -> Response:
    metrics: Metrics = request.app.state.metrics
    asked = await read(request)
    if isinstance(asked, Refusal):
        if asked.status == CLIENT_LEFT:
            metrics.was_left()
        return _refused(asked)
    try:
        result = await _run_while_wanted(request, asked)
    except SandboxBusy as busy:
        metrics.turned_away()
        return _problem(429, str(busy), Retry_After=f"{busy.retry_after_seconds:.0f}")
    except SandboxUnavailable as error:
        metrics.had_no_spare()
        return _problem(503, str(error), Retry_After=f"{_RETRY_AFTER_SECONDS}")
    except asyncio.CancelledError:
        if (task := asyncio.current_task()) and task.cancelling():
            raise
        metrics.was_left()
        return Response(status_code=CLIENT_LEFT)
    metrics.ran(result)
    return Response(result.model_dump_json(), media_type="application/json")


async def _healthz(request: Request) -> Response:
    health = request.app.state.supervisor.health
    return JSONResponse(asdict(health), 200 if health.status == "ok" else 503)


async def _metrics(request: Request) -> Response:
    return Response(request.app.state.metrics.page(), media_type=CONTENT_TYPE_LATEST)


async def _openapi(_request: Request) -> Response:
    return Response(openapi.document(), media_type="application/json")


def app(offer: jail.Offer, *, spares: int = 4, at_once: int = 2, queue: int = 64) -> Starlette:
    """The service; its supervisor lives as long as its lifespan."""

    @asynccontextmanager
    async def lifespan(made: Starlette) -> AsyncIterator[None]:
        async with supervising(offer, spares=spares, at_once=at_once, queue=queue) as supervisor:
            made.state.supervisor = supervisor
            made.state.metrics = Metrics(supervisor)
            yield

    routes = [
        Route("/v1/run", _run, methods=["POST"]),
        Route("/healthz", _healthz),
        Route("/metrics", _metrics),
        Route("/openapi.json", _openapi),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _elsewhere},
    )


def _address(listen: str) -> dict[str, Any]:
    """`unix:PATH` or `HOST:PORT`, as uvicorn takes it."""
    if listen.startswith("unix:"):
        return {"uds": listen.removeprefix("unix:")}
    host, _, port = listen.rpartition(":")
    if not port.isdecimal():
        raise ValueError(f"expected unix:PATH or HOST:PORT, got {listen!r}")
    return {"host": host.strip("[]") or "127.0.0.1", "port": int(port)}


def _room_at(listen: str) -> dict[str, Any]:
    """The address, where it is free: uvicorn would say it late, and take another's socket away."""
    address = _address(listen)
    try:
        if "uds" in address:
            _require_silence(address["uds"])
        else:
            asyncio.run(_bound_once(**address))
    except (OverflowError, UnicodeError):
        raise ValueError(f"--listen: expected unix:PATH or HOST:PORT, got {listen!r}") from None
    except OSError as error:
        # asyncio's own words name the address a second time; a resolver's have no number of ours.
        number = error.errno or 0
        said = os.strerror(number) if number > 0 else error.strerror or str(error)
        raise ValueError(f"--listen: {listen} cannot be used: {said}") from None
    return address


def _require_silence(path: str) -> None:
    """What is left of a service that was killed may be replaced, one that answers may not."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(1)
        try:
            asking.connect(path)
        except (FileNotFoundError, ConnectionRefusedError):
            return
        except (TimeoutError, BlockingIOError):
            pass  # Its queue is full.
    raise OSError(errno.EADDRINUSE, "")


async def _bound_once(host: str, port: int) -> None:
    server = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port)
    server.close()


def serve(listen: str, *, spares: int = 4, at_once: int | None = None) -> None:
    """Serve until told to stop. Exits with 2 and one sentence where code can't be held.

    `at_once` is how many snippets run beside each other; one a processor where left out.
    """
    offer = jail.probe()
    at_once = at_once or max(2, processors())
    spares = max(spares, at_once)
    try:
        address = _room_at(listen)
        offer.require()
        descriptors_for(spares)
    except (ValueError, OSError, jail.NoJail) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    QuietServer.of(app(offer, spares=spares, at_once=at_once), **address).run()


def main() -> None:
    """The embedded service: a child that must not outlive its parent."""
    parser = argparse.ArgumentParser(prog="sandbox.service")
    parser.add_argument("--listen", required=True, help="unix:PATH or HOST:PORT")
    parser.add_argument("--spares", type=int, default=4)
    parser.add_argument("--at-once", type=int, help="snippets that run beside each other")
    parser.add_argument("--parent", type=int, help="end when this process does")
    given = parser.parse_args()
    if given.parent:
        kernel.die_with_parent(given.parent, signal.SIGTERM)
    os.umask(0o077)
    logs.to_stderr()
    serve(given.listen, spares=given.spares, at_once=given.at_once)


if __name__ == "__main__":
    main()
