"""Writes the tables and the picture of docs/speed.md: `python -P bench/report.py`.

It reads all of bench/measured/, where `--json` of `bench/sandbox.py` and `bench/scaling.py` is to
write. A table stands between `<!-- NAME -->` and `<!-- /NAME -->`; all else in the page is prose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter

from bench.figures import (
    BUBBLEWRAP,
    COLD,
    HTTP,
    LIMIT,
    OURS,
    Figure,
    Place,
    Ratios,
    Row,
    Scaling,
    figures_of,
)
from bench.measure import BUSY
from bench.picture import draw

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "bench" / "measured"
PAGE = ROOT / "docs" / "speed.md"
PICTURE = ROOT / "docs" / "pictures" / "speed.png"
HERE = "this machine"
WORDS = {
    COLD: "a fresh `python -c`",
    BUBBLEWRAP: "the same under bubblewrap",
    HTTP: "ours over HTTP",
    OURS: "ours, asked directly",
    LIMIT: "the limit: a bare fork",
}
_KEPT: TypeAdapter[Ratios | Scaling] = TypeAdapter(
    Annotated[Ratios | Scaling, Field(discriminator="kind")]
)


@dataclass(frozen=True, slots=True)
class Measured:
    """`here` has every way, and so has each of `others`, which are machines of another kind.

    `elsewhere` are services of which only the socket can be reached.
    """

    here: Ratios
    others: tuple[Ratios, ...]
    elsewhere: tuple[Ratios, ...]
    scaling: Scaling

    @classmethod
    def of(cls, found: Sequence[Ratios | Scaling]) -> Self:
        ratios = [each for each in found if isinstance(each, Ratios)]
        whole = [each for each in ratios if OURS in each.ways]
        here = [each for each in whole if each.place.name == HERE]
        scaling = [each for each in found if isinstance(each, Scaling)]
        if len(here) != 1 or len(scaling) != 1:
            raise ValueError(
                "expected one file of bench/sandbox.py from here and one of bench/scaling.py, "
                f"got {len(here)} and {len(scaling)}"
            )
        return cls(
            here[0],
            tuple(each for each in whole if each is not here[0]),
            tuple(each for each in ratios if each not in whole),
            scaling[0],
        )


def read(folder: Path) -> Measured:
    files = sorted(folder.glob("*.json"))
    return Measured.of([_KEPT.validate_json(file.read_bytes()) for file in files])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _caution(place: Place) -> str:
    if place.others_busy <= BUSY:
        return ""
    share = f"{place.others_busy:.0%}"
    return f"\n\nOthers had {share} of the {place.processor} just before: its p95 tells of them."


def machines(found: Measured) -> str:
    """The targets, a column for each machine; bold is what it missed."""
    whole = (found.here, *found.others)
    columns = [[figure for figure in figures_of(each) if figure.wanted] for each in whole]
    rows = [
        (each[0].name, each[0].wanted, *(_marked(figure) for figure in each))
        for each in zip(*columns, strict=True)
    ]
    table = _table(("figure", "wanted", *(each.place.processor for each in whole)), rows)
    return f"{table}{''.join(map(_caution, (each.place for each in whole)))}"


def _marked(figure: Figure) -> str:
    return figure.shown if figure.holds or figure.value is None else f"**{figure.shown}**"


def _ways(found: Ratios) -> list[tuple[str, ...]]:
    cold = found.ways[COLD]
    return [
        (
            found.place.name,
            WORDS[name],
            _number(way.latency.p50_ms),
            _number(way.latency.p95_ms),
            f"{_number(cold.latency.p50_ms / way.latency.p50_ms)}×",
            _number(way.per_second),
            _number(way.cpu_ms),
        )
        for name, way in found.ways.items()
    ]


def _everywhere(found: Measured) -> tuple[Ratios, ...]:
    return (found.here, *found.others, *found.elsewhere)


def ways(found: Measured) -> str:
    head = ("where", "how", "p50 ms", "p95 ms", "cold p50 ÷ it", "runs/s", "processor ms a run")
    return _table(head, (row for each in _everywhere(found) for row in _ways(each)))


def _spares(table: Sequence[Row]) -> str:
    head = ["spares", "p50 ms", "p95 ms", "runs/s", "÷ first row", "processor ms a run"]
    rows = [
        [
            row.setting,
            _number(row.latency.p50_ms),
            _number(row.latency.p95_ms),
            _number(row.per_second),
            f"{row.per_second / table[0].per_second:.2f}",
            _number(row.cpu_ms),
            _number(row.held_mib),
        ]
        for row in table
    ]
    return _table([*head, "memory held, MiB"], rows)


def _place(name: str, place: Place) -> tuple[str, ...]:
    machine = f"{place.processor}, {place.processors} to use"
    versions = f"Python {place.python}, torch {place.torch}"
    return name, place.day, machine, place.kernel, versions, f"{place.others_busy:.0%}"


def places(found: Measured) -> str:
    rows = [
        *(_place(each.place.name, each.place) for each in _everywhere(found)),
        _place("scaling", found.scaling.place),
    ]
    head = ("where", "day", "processor", "kernel of the bench", "bench's versions", "others' share")
    return _table(head, rows)


def tables(found: Measured) -> dict[str, str]:
    return {
        "machines": machines(found),
        "ways": ways(found),
        "spares": _spares(found.scaling.spares),
        "places": places(found),
    }


def written(page: str, name: str, table: str) -> str:
    """The page with this table in its place."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, has_begin, rest = page.partition(begin)
    _, has_end, after = rest.partition(end)
    if not (has_begin and has_end):
        raise ValueError(f"expected {begin} and then {end} in the page, got a page without")
    return f"{before}{begin}\n{table}\n{end}{after}"


def main() -> None:
    found = read(MEASURED)
    page = PAGE.read_text(encoding="utf-8")
    for name, table in tables(found).items():
        page = written(page, name, table)
    PAGE.write_text(page, encoding="utf-8")
    draw(found.here, found.elsewhere, found.scaling, PICTURE)


if __name__ == "__main__":
    main()
