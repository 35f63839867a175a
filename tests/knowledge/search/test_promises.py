"""What the matcher promises of questions that it was not fitted to, on five exams together.

Their writers had seen neither aliases nor wordings; docs/matching.md has what each comes to.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.judge import Judged, judged, quality, read_rows, share
from knowledge.search.index import Index

EXAMS = ("exam", "exam2", "exam3", "exam4", "exam5")


@pytest.fixture(scope="module")
def rows(index: Index) -> list[Judged]:
    here = Path(__file__).parent
    return [row for exam in EXAMS for row in judged(index, read_rows(f"{here}/{exam}.jsonl"))]


@pytest.mark.parametrize(
    ("measure", "at_least"),
    [
        ("R@1 strict", 0.86),
        ("R@1 lenient", 0.93),
        ("R@3 lenient", 0.98),
        ("AUROC", 0.98),
        ("answered", 0.75),
        ("answer precision, out of scope counted", 0.95),
        ("right among what is shown", 0.98),
        ("right without what is beside an answer", 0.97),
    ],
)
def test_questions_find_their_entries(rows: list[Judged], measure: str, at_least: float) -> None:
    assert quality(rows)[measure] >= at_least


def test_confidence_comes_true(rows: list[Judged]) -> None:
    assert quality(rows)["calibration error"] <= 0.05


@pytest.mark.parametrize(("form", "at_least"), [("typo", 0.95), ("code", 0.90), ("error", 0.98)])
def test_every_form_finds_its_entry(rows: list[Judged], form: str, at_least: float) -> None:
    some = [row for row in rows if row.form == form]

    assert share(row.within(1) for row in some) >= at_least


def test_strangers_are_not_answered(rows: list[Judged]) -> None:
    near = [row for row in rows if row.form == "oos-near"]

    assert _answered([row for row in rows if not row.right]) <= 0.02
    assert _answered(near) <= 0.04


@pytest.mark.parametrize("form", ["injection", "gibberish", "command", "chitchat"])
def test_what_is_no_question_is_never_answered(rows: list[Judged], form: str) -> None:
    some = [row for row in rows if row.form == form]

    assert some
    assert _answered(some) == 0


def _answered(rows: Sequence[Judged]) -> float:
    return share(row.answered for row in rows)
