import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.csv_export import HEADER, csv_text, guarded, statistics_csv
from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from tests.progress.examples import ADA, NOON, ran

PRINTABLE = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM(A1)",
        "  =cmd|' /C calc'!A0",
        "\u200b=1",
        "\x00=1",
        "\xa0=1",
    ],
)
def test_a_formula_becomes_text(cell: str) -> None:
    assert str(guarded(cell)).startswith("'")


@pytest.mark.parametrize("cell", ["", "a=b", "x - y", "why?", -1, 0.5, "'quoted'"])
def test_what_is_no_formula_is_left_alone(cell: str | float) -> None:
    assert guarded(cell) == cell


@given(PRINTABLE)
def test_no_text_begins_a_formula(text: str) -> None:
    assert not str(guarded(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.lists(PRINTABLE.filter(bool), min_size=1, max_size=3), max_size=4))
def test_cells_come_back_but_for_the_guard(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(rows), newline="")))

    assert read == [[str(guarded(cell)) for cell in row] for row in rows]


async def test_statistics_can_be_read_by_a_spreadsheet(store: ProgressStore) -> None:
    hostile = Turn(ADA, NOON, 1)
    hostile.record(Kind.ASKED, text="=HYPERLINK(1)")
    hostile.record(Kind.ABSTAINED, text="=HYPERLINK(1)", topic="views")
    await store.commit(hostile)
    await store.commit(ran(2, "@evil"))
    few = statistics_csv(await store.class_statistics(NOON), {})
    for learner in range(101, 105):
        await store.commit(ran(learner, None, sender=Sender(learner)))

    written = statistics_csv(await store.class_statistics(NOON), {"views": "-Views"})

    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert tuple(rows[0]) == HEADER
    assert {len(row) for row in rows} == {4}
    assert ["class", "", "questions", "1"] in rows
    assert ["topic", "'-Views", "abstained", "1"] in rows
    assert ["unanswered", "'=hyperlink(1)", "times", "1"] in rows
    assert ["error", "'@evil", "times", "1"] in rows
    named = statistics_csv(await store.class_statistics(NOON), {}, "=Monday")
    assert "class,'=Monday,questions,1" in named
    assert "class,,failed runs,not enough data" in few
    assert "@evil" not in few, "told of one learner"
    assert str(ADA.telegram_user_id) not in written
    assert ADA.name not in written
