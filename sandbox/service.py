"""The sandbox over HTTP: `POST /v1/run`, `GET /healthz`, `GET /metrics`."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import jail, kernel
from sandbox.protocol import RunRequest, RunResult, SandboxBusy, SandboxUnavailable
from sandbox.supervisor import Supervisor, supervising

BODY_BYTES: Final = 1024 * 1024
_BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """What Prometheus reads; a registry of its own, so that two apps can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._runs = Counter(
            "sandbox_runs", "Snippets by outcome.", ["outcome"], registry=self._registry
        )
        self._refused = Counter(
            "sandbox_busy", "Requests turned away with 429.", registry=self._registry
        )
        self._seconds = Histogram(
            "sandbox_run_seconds", "Time of a run.", buckets=_BUCKETS, registry=self._registry
        )
        self._gauges = {
            name: Gauge(f"sandbox_{name}", words, registry=self._registry)
            for name, words in {
                "idle": "Spares that are ready.",
                "running": "Snippets that run now.",
                "waiting": "Snippets that wait for their turn.",
                "zygotes": "Zygotes started so far; more than 1 means that one died.",
            }.items()
        }

    def ran(self, result: RunResult) -> None:
        self._runs.labels(result.outcome.value).inc()
        self._seconds.observe(result.seconds)

    def turned_away(self) -> None:
        self._refused.inc()

    def page(self, supervisor: Supervisor) -> bytes:
        for name, gauge in self._gauges.items():
            gauge.set(getattr(supervisor.health, name))
        return generate_latest(self._registry)


def _problem(status: int, message: str, **headers: str) -> JSONResponse:
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse({"error": message}, status, headers=shown)


def _said(error: ValidationError) -> str:
    """Each fault as: where, what was expected, what came."""
    faults = error.errors(include_url=False, include_context=False)
    return "; ".join(
        f"{'.'.join(map(str, fault['loc'])) or 'body'}: {fault['msg']}, got {fault['input']!r:.80}"
        for fault in faults
    )


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES:
            return None
    return bytes(body)


async def _asked(request: Request) -> RunRequest | Response:
    body = await _body(request)
    if body is None:
        return _problem(413, f"expected a body of at most {BODY_BYTES} bytes, got more")
    try:
        # json, not pydantic's parser: half a character must arrive, to be answered in words.
        return RunRequest.model_validate(json.loads(body))
    except ValidationError as error:
        return _problem(422, _said(error))
    except (ValueError, RecursionError) as error:
        return _problem(422, f"expected a JSON object, got something else: {error}")


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _run_while_wanted(
    supervisor: Supervisor, request: Request, asked: RunRequest
) -> RunResult | None:
    """None when the client went away, which kills the run."""
    run = asyncio.ensure_future(supervisor.run(asked))
    gone = asyncio.ensure_future(_hung_up(request))
    try:
        await asyncio.wait({run, gone}, return_when=asyncio.FIRST_COMPLETED)
        return run.result() if run.done() else None
    finally:
        for task in (run, gone):
            task.cancel()
        await asyncio.gather(run, gone, return_exceptions=True)


async def _run(request: Request) -> Response:
    supervisor, metrics = request.app.state.supervisor, request.app.state.metrics
    asked = await _asked(request)
    if isinstance(asked, Response):
        return asked
    try:
        result = await _run_while_wanted(supervisor, request, asked)
    except SandboxBusy as busy:
        metrics.turned_away()
        return _problem(429, str(busy), Retry_After=f"{busy.retry_after_seconds:.0f}")
    except SandboxUnavailable as error:
        return _problem(503, str(error))
    if result is None:
        return Response(status_code=499)
    metrics.ran(result)
    return Response(result.model_dump_json(), media_type="application/json")


async def _healthz(request: Request) -> Response:
    health = request.app.state.supervisor.health
    works = health.idle + health.running > 0
    seen = {
        "status": "ok" if works else "starting",
        "idle": health.idle,
        "running": health.running,
        "waiting": health.waiting,
        "isolation": health.isolation,
    }
    return JSONResponse(seen, 200 if works else 503)


async def _metrics(request: Request) -> Response:
    state = request.app.state
    return Response(state.metrics.page(state.supervisor), media_type=CONTENT_TYPE_LATEST)


def app(offer: jail.Offer, *, spares: int = 4, at_once: int = 2, queue: int = 64) -> Starlette:
    """The service; its supervisor lives as long as its lifespan."""

    @asynccontextmanager
    async def lifespan(made: Starlette) -> AsyncIterator[None]:
        async with supervising(offer, spares=spares, at_once=at_once, queue=queue) as supervisor:
            made.state.supervisor = supervisor
            made.state.metrics = Metrics()
            yield

    routes = [
        Route("/v1/run", _run, methods=["POST"]),
        Route("/healthz", _healthz),
        Route("/metrics", _metrics),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def _address(listen: str) -> dict[str, Any]:
    """`unix:PATH` or `HOST:PORT`, as uvicorn takes it."""
    if listen.startswith("unix:"):
        return {"uds": listen.removeprefix("unix:")}
    host, _, port = listen.rpartition(":")
    if not port.isdecimal():
        raise ValueError(f"expected unix:PATH or HOST:PORT, got {listen!r}")
    return {"host": host.strip("[]") or "127.0.0.1", "port": int(port)}


def serve(listen: str, *, spares: int = 4) -> None:
    """Serve until told to stop. Exits with 2 and one sentence where code can't be held."""
    offer = jail.probe()
    try:
        address = _address(listen)
        offer.require()
    except (ValueError, jail.NoJail) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    at_once = max(2, len(os.sched_getaffinity(0)))
    uvicorn.run(
        app(offer, spares=max(spares, at_once), at_once=at_once),
        **address,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=300,
        timeout_graceful_shutdown=1,
    )


def main() -> None:
    """The embedded service: a child that must not outlive its parent."""
    parser = argparse.ArgumentParser(prog="sandbox.service")
    parser.add_argument("--listen", required=True, help="unix:PATH or HOST:PORT")
    parser.add_argument("--spares", type=int, default=4)
    parser.add_argument("--parent", type=int, help="end when this process does")
    given = parser.parse_args()
    if given.parent:
        kernel.die_with_parent(given.parent, signal.SIGTERM)
    os.umask(0o077)
    serve(given.listen, spares=given.spares)
    Path(given.listen.removeprefix("unix:")).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
