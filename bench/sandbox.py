"""How much faster a snippet is answered here than by a fresh Python that imports torch.

All ways are measured in turns within one run, since only ratios mean something on a shared
machine. `python -P bench/sandbox.py` prints tables and ends with 1 below a target; `--json FILE`
keeps the figures for `bench/report.py`. `--sandbox URL` asks a service elsewhere, and `--cold
COMMAND` is then how to start a fresh Python beside it: `docker exec NAME python -c`, say.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

# Run as a file, this folder comes first, where `sandbox` would be this very file.
HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(entry for entry in sys.path if entry != str(HERE))]

import uvloop

from bench import measure
from bench.figures import HTTP, LIMIT, OURS, Ratios, Runs, Spread, figures_of
from bench.limit import limit
from bench.measure import Tally, Way
from bench.rivals import BODY, SNIPPET, VALUE, bubblewrap, cold
from sandbox.client import connect
from sandbox.embedded import embedded
from sandbox.linux import jail
from sandbox.protocol import RunRequest
from sandbox.supervisor.supervisor import Supervisor, supervising

ROUNDS, REPEATS = 8, 25
CLIENTS, SPARES = 2, 4
SETTLES_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Field:
    """Who takes part, and why others do not."""

    ways: tuple[Way, ...]
    skipped: dict[str, str]
    supervisor: Supervisor | None = None


async def _settle() -> None:
    """A service elsewhere does not say when its spares are back."""
    await asyncio.sleep(SETTLES_SECONDS)


@asynccontextmanager
async def _service() -> AsyncIterator[Way]:
    """The service as the product starts it: a process of its own, asked over HTTP."""
    async with embedded(spares=SPARES) as (path, service), connect(f"unix:{path}") as client:

        def cpu_seconds() -> float | None:
            return measure.cpu_of_family(service.pid) if service.pid else None

        run = measure.running(client, SNIPPET)
        yield Way(HTTP, run, REPEATS, rest=_settle, cpu_seconds=cpu_seconds)


@asynccontextmanager
async def _here(command: str | None) -> AsyncIterator[Field]:
    jailed = bubblewrap()
    rivals = [cold(command), *([jailed] if isinstance(jailed, Way) else [])]
    skipped = {} if isinstance(jailed, Way) else {"bubblewrap": jailed}
    async with AsyncExitStack() as stack:
        supervisor = await stack.enter_async_context(supervising(jail.probe(), spares=SPARES))
        http = await stack.enter_async_context(_service())
        least = stack.enter_context(limit(BODY, VALUE))
        lower = Way(LIMIT, least.run, REPEATS, prepare=least.prepare)
        ours = measure.direct(OURS, supervisor, SNIPPET, spares=SPARES, repeats=REPEATS)
        yield Field((*rivals, http, ours, lower), skipped, supervisor)


@asynccontextmanager
async def _elsewhere(url: str, command: str | None) -> AsyncIterator[Field]:
    why = "only its socket can be reached"
    async with connect(url) as client:
        http = Way(HTTP, measure.running(client, SNIPPET), REPEATS, rest=_settle)
        yield Field((cold(command), http), dict.fromkeys((OURS, LIMIT, "bubblewrap"), why))


async def private_mib(supervisor: Supervisor) -> float | None:
    """What one spare holds for itself alone after a snippet."""
    code = f"{SNIPPET}\nimport time\ntime.sleep(0.5)"
    run = asyncio.create_task(supervisor.run(RunRequest(code=code)))
    await asyncio.sleep(0.3)
    held = measure.memory_mib(supervisor.running_pids[0], "Private_Dirty")
    await run
    return held


async def throughputs(ways: tuple[Way, ...], seconds: float, rounds: int) -> dict[str, Tally]:
    """The limit is left out: it forks while nobody waits."""
    tallies = {way.name: Tally() for way in ways if way.name != LIMIT}
    for _ in range(rounds):
        for way in ways:
            if way.name in tallies:
                await measure.drive(
                    way, tallies[way.name], clients=CLIENTS, seconds=seconds / rounds
                )
    return tallies


async def _isolation(field: Field) -> str:
    return field.supervisor.health.isolation if field.supervisor else "as the service has it"


async def figures(given: argparse.Namespace) -> Ratios:
    where = measure.place(given.name)
    made = _elsewhere(given.sandbox, given.cold) if given.sandbox else _here(given.cold)
    async with made as field:
        for way in field.ways:
            await way.prepare()
            await way.run()
            await way.rest()
        times = await measure.one_by_one(field.ways, given.rounds)
        tallies = await throughputs(field.ways, given.seconds, rounds=3)
        ways = {}
        for name, each in times.items():
            tally = tallies.get(name)
            ways[name] = Runs(
                latency=Spread.of(each),
                per_second=tally.per_second if tally else None,
                cpu_ms=tally.cpu_ms if tally else None,
            )
        return Ratios(
            place=where,
            isolation=await _isolation(field),
            ways=ways,
            private_mib=await private_mib(field.supervisor) if field.supervisor else None,
            skipped=field.skipped,
        )


def _figure(value: float | None, unit: str) -> str:
    return f"{'—':>8}{unit}" if value is None else f"{value:8.2f}{unit}"


def show(found: Ratios) -> bool:
    """Print it all; whether every target is reached."""
    measure.warn_if_busy(found.place)
    for name, way in found.ways.items():
        spread = f"p50 {way.latency.p50_ms:8.2f} ms   p95 {way.latency.p95_ms:8.2f} ms"
        rest = f"{_figure(way.per_second, '/s')}  processor {_figure(way.cpu_ms, ' ms a run')}"
        print(f"{name:>16}: {spread} {rest}")
    for name, why in found.skipped.items():
        print(f"{name:>16}: skipped, {why}")
    told = [figure for figure in figures_of(found) if figure.value is not None]
    for figure in told:
        missed = "" if figure.holds else "  MISSED"
        print(f"{figure.name:>54}: {figure.shown:>10}  {figure.wanted}{missed}")
    return all(figure.holds for figure in told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=9, help="for each throughput")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of latencies, in turns")
    parser.add_argument("--sandbox", metavar="URL", help="a service elsewhere")
    parser.add_argument("--cold", metavar="COMMAND", help="starts a fresh Python there")
    parser.add_argument("--name", default="this machine", help="what to call this place")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures here")
    given = parser.parse_args()
    # On the loop that uvicorn takes for the service.
    found = uvloop.run(figures(given))
    if given.json:
        given.json.write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    sys.exit(not show(found))


if __name__ == "__main__":
    main()
