"""What a run costs by clients, by spares and by the size of pages: `python -P bench/scaling.py`.

The settings of a table take short turns, round after round, so that all meet the same machine.
Only a row's ratio to the first of its table means something elsewhere. `--json FILE` keeps the
figures for `bench/report.py`.
"""

import argparse
import asyncio
import ctypes
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import (
    AbstractContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from bench import measure
from bench.figures import OURS, Row, Scaling, Spread
from bench.measure import Tally
from bench.rivals import SNIPPET
from sandbox.linux import jail
from sandbox.supervisor.supervisor import Supervisor, supervising

CLIENTS = (1, 2, 4, 8, 16, 32, 64)
SPARES = (1, 2, 4, 8, 16)
USUAL_CLIENTS, USUAL_SPARES = 2, 4
_PR_SET_THP_DISABLE = 41
# Longer than a spare waits before it warms itself, which takes memory.
_WARMED_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Setting:
    """One row to be, and what it did in its turns so far."""

    name: str
    supervisor: Supervisor
    spares: int = USUAL_SPARES
    clients: int = USUAL_CLIENTS
    tally: Tally = field(default_factory=Tally)

    @property
    def way(self) -> measure.Way:
        return measure.direct(OURS, self.supervisor, SNIPPET, spares=self.spares, repeats=1)


def _sum(figures: Sequence[float | None]) -> float | None:
    known = [each for each in figures if each is not None]
    return sum(known) if len(known) == len(figures) else None


async def _row(setting: Setting) -> Row:
    await setting.way.rest()
    await asyncio.sleep(_WARMED_SECONDS)
    zygote = setting.supervisor.zygote_pid
    # Files are left out: they are the page cache's, and zygotes beside this one share them.
    held = _sum([measure.memory_mib(pid, "Pss_Anon") for pid in measure.family(zygote)])
    return Row(
        setting=setting.name,
        latency=Spread.of(setting.tally.times),
        per_second=setting.tally.per_second,
        cpu_ms=setting.tally.cpu_ms,
        held_mib=held,
        huge_mib=measure.memory_mib(zygote, "AnonHugePages"),
    )


async def rows(settings: Sequence[Setting], *, seconds: float, rounds: int) -> tuple[Row, ...]:
    for _ in range(rounds):
        for each in settings:
            await measure.drive(
                each.way, each.tally, clients=each.clients, seconds=seconds / rounds
            )
    return tuple([await _row(each) for each in settings])


@asynccontextmanager
async def _by_clients() -> AsyncIterator[list[Setting]]:
    async with supervising(jail.probe(), spares=USUAL_SPARES) as supervisor:
        yield [Setting(str(clients), supervisor, clients=clients) for clients in CLIENTS]


@asynccontextmanager
async def _by_spares() -> AsyncIterator[list[Setting]]:
    """A zygote for each setting; those whose turn it is not only wait."""
    async with AsyncExitStack() as stack:
        made = []
        for spares in SPARES:
            supervisor = await stack.enter_async_context(supervising(jail.probe(), spares=spares))
            made.append(Setting(str(spares), supervisor, spares=spares))
        yield made


def _malloc_asks_for_none() -> AbstractContextManager[object]:
    """What the zygote gathers after its imports is huge all the same."""
    off = "glibc.malloc.hugetlb=0:glibc.malloc.arena_max=1"
    return patch.dict("sandbox.supervisor.zygote._ENVIRONMENT", GLIBC_TUNABLES=off)


def _disable_huge_pages(*, off: bool) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_THP_DISABLE, off, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel would not do without huge pages")


@contextmanager
def _kernel_gives_none() -> Iterator[None]:
    """Whatever is asked for; what is started meanwhile keeps that to its end."""
    _disable_huge_pages(off=True)
    try:
        yield
    finally:
        _disable_huge_pages(off=False)


_PAGES: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "huge, as shipped": nullcontext,
    "malloc asks for none": _malloc_asks_for_none,
    "none at all": _kernel_gives_none,
}


@asynccontextmanager
async def _by_pages() -> AsyncIterator[list[Setting]]:
    async with AsyncExitStack() as stack:
        made = []
        for name, starting in _PAGES.items():
            with starting():
                supervisor = await stack.enter_async_context(
                    supervising(jail.probe(), spares=USUAL_SPARES)
                )
            made.append(Setting(name, supervisor))
        yield made


async def figures(*, seconds: float, rounds: int) -> Scaling:
    where = measure.place("this machine")
    tables = []
    for made in (_by_clients, _by_spares, _by_pages):
        async with made() as settings:
            tables.append(await rows(settings, seconds=seconds, rounds=rounds))
    clients, spares, pages = tables
    return Scaling(place=where, clients=clients, spares=spares, pages=pages)


def _figure(value: float | None) -> str:
    return f"{'—':>8}" if value is None else f"{value:8.1f}"


def _show(title: str, table: Sequence[Row]) -> None:
    print(f"{title:>22}   p50 ms   p95 ms        /s      × processor ms  held MiB  huge MiB")
    for row in table:
        told = f"{row.latency.p50_ms:8.2f} {row.latency.p95_ms:8.2f}  {row.per_second:8.1f}"
        gain = f"{row.per_second / table[0].per_second:6.2f}"
        rest = f"{_figure(row.cpu_ms)}      {_figure(row.held_mib)}  {_figure(row.huge_mib)}"
        print(f"{row.setting:>22} {told} {gain} {rest}")


def show(found: Scaling) -> None:
    measure.warn_if_busy(found.place)
    _show("clients", found.clients)
    _show("spares", found.spares)
    _show("pages", found.pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=9, help="for each setting")
    parser.add_argument("--rounds", type=int, default=6, help="of turns; each takes its share")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures here")
    given = parser.parse_args()
    found = asyncio.run(figures(seconds=given.seconds, rounds=given.rounds))
    if given.json:
        given.json.write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    show(found)


if __name__ == "__main__":
    main()
