"""Buttons under an answer: what is offered, and how many stand in a row."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.buttons import learners
from bot.buttons.learners import View
from tests.fakes.library import ENTRIES, entry
from tutor.conversation.ask import Answered


def captions(view: View | None = None, **fields) -> list[list[str]]:
    page = entry("a-page", "What is it?", **fields)
    rows = learners.answer(Answered(page, ()), view or View(voted=True)).inline_keyboard
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


def test_what_else_may_be_meant_comes_before_what_to_read_next() -> None:
    page, other, related, _ = ENTRIES

    keyboard = learners.answer(Answered(page, (related,), (other,)), View(voted=True))

    assert [row[0].text for row in keyboard.inline_keyboard][1:] == [
        f"Or: {other.question}",
        f"→ {related.question}",
    ]
    assert learners.others(keyboard) == (other.slug,)


def test_a_message_without_such_buttons_says_nothing_else() -> None:
    link = InlineKeyboardButton("A page", url="https://example.org")
    stale = InlineKeyboardButton("Or: what?", callback_data="0wwhat")

    assert learners.others(None) == ()
    assert learners.others(InlineKeyboardMarkup([[link], [stale]])) == ()
