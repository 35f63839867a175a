"""The page of speed says what the kept figures say. A wheel holds no bench: nothing runs there."""

import json
from pathlib import Path
from typing import Any

import pytest

report = pytest.importorskip("bench.report")
figures = pytest.importorskip("bench.figures")

SPREAD = {"p50_ms": 1000.0, "p95_ms": 1200.0, "runs": 20}
PLACE = {
    "name": "this machine",
    "day": "2026-01-02",
    "processor": "Sparc",
    "processors": 2,
    "kernel": "6.1",
    "python": "3.11",
    "torch": "2.9",
    "others_busy": 0.0,
}


def ratios(ours_ms: float = 1.0, **kept: Any) -> Any:
    ways = {
        "cold": {"latency": SPREAD, "per_second": 1.0, "cpu_ms": 1000.0},
        "ours": {
            "latency": {"p50_ms": ours_ms, "p95_ms": 2 * ours_ms, "runs": 20},
            "per_second": 160.0,
            "cpu_ms": 10.0,
        },
    }
    return figures.Ratios.model_validate(
        {"place": PLACE, "isolation": "walls", "ways": ways} | kept
    )


def figure(found: Any, name: str) -> Any:
    return next(each for each in figures.figures_of(found) if each.name == name)


def test_the_page_holds_what_was_measured_last() -> None:
    """Whoever measures again runs the report as well."""
    page = report.PAGE.read_text(encoding="utf-8")

    for name, table in report.tables(report.read(report.MEASURED)).items():
        assert report.written(page, name, table) == page, f"run bench/report.py: {name}"


def machines(*found: Any) -> str:
    table: str = report.machines(report.Measured(found[0], found[1:], (), None))
    return table


def test_a_busy_machine_is_told_of_beside_its_figures() -> None:
    busy = ratios(place=PLACE | {"others_busy": 0.7})

    assert "Others had 70% of the Sparc" in machines(ratios(), busy)
    assert "Others had" not in machines(ratios())


def test_what_was_not_measured_is_no_target_reached() -> None:
    assert "| latency p50, bubblewrap ÷ ours | ≥ 1,000× | — |" in machines(ratios())


def test_a_p95_is_one_of_the_times() -> None:
    spread = figures.Spread.of([each / 1000 for each in range(1, 101)])

    assert (spread.p50_ms, spread.p95_ms, spread.runs) == (50.5, 96.0, 100)


def test_memory_is_wanted_low_and_speed_high() -> None:
    found = ratios(private_mib=9.0)

    assert not figure(found, "private memory a run").holds
    assert figure(found, "throughput of two clients, ours ÷ cold").holds


def test_a_table_takes_its_old_ones_place() -> None:
    page = "before\n<!-- ways -->\nold\n<!-- /ways -->\nafter\n"

    once = report.written(page, "ways", "new")

    assert once == "before\n<!-- ways -->\nnew\n<!-- /ways -->\nafter\n"
    assert report.written(once, "ways", "new") == once


def test_a_page_without_the_place_of_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="expected <!-- ways --> and then <!-- /ways -->"):
        report.written("a page", "ways", "new")


def test_figures_from_two_machines_are_not_mixed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text(ratios().model_dump_json(), encoding="utf-8")

    with pytest.raises(ValueError, match="got 2 and 0"):
        report.read(tmp_path)


def test_another_machine_has_a_column_of_its_own() -> None:
    other = ratios(ours_ms=1.1, place=PLACE | {"name": "another", "processor": "a newer one"})
    found = report.Measured(ratios(), (other,), (), None)

    table = report.machines(found)

    assert "| figure | wanted | Sparc | a newer one |" in table
    assert "| latency p50, cold ÷ ours | ≥ 1,000× | 1,000× | **909×** |" in table
    assert "| another | ours, asked directly |" in report.ways(found)


def test_a_file_that_is_neither_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps({"kind": "guesses"}), encoding="utf-8")

    with pytest.raises(ValueError, match="guesses"):
        report.read(tmp_path)
