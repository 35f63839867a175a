"""Buttons under an answer: what is offered, and how many stand in a row."""

import pytest

from bot import keyboards
from bot.codec import View
from tests.fakes.library import entry


def captions(view: View | None = None, **fields) -> list[list[str]]:
    page = entry("a-page", "What is it?", **fields)
    rows = keyboards.answer(page, (), view or View(voted=True)).inline_keyboard
    return [[button.text for button in row] for row in rows]


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ({}, [["▶ Run"]]),
        ({"diagram": "m.T"}, [["▶ Run", "✏ Draw"]]),
        ({"more": "x", "pitfall": "y"}, [["▶ Run", "More", "⚠ Pitfall"]]),
        (
            {"diagram": "m.T", "more": "x", "pitfall": "y"},
            [["▶ Run", "✏ Draw"], ["More", "⚠ Pitfall"]],
        ),
    ],
)
def test_four_buttons_are_two_rows(fields, rows) -> None:
    assert captions(**fields) == rows
