"""Every shipped page within Telegram's limits, as the bot renders it."""

import pytest

from bot.buttons import learners
from bot.buttons.learners import View
from bot.render.answer import answer, opened
from bot.sending.splitting import fits
from knowledge.pages import curriculum
from knowledge.pages.entry import Entry
from knowledge.pages.problems import Refused
from tutor.conversation.ask import Answered


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    content = curriculum.read(curriculum.shipped())
    assert not isinstance(content, Refused), content
    return tuple(content.entries)


def test_every_page_fits_a_message(entries) -> None:
    for entry in entries:
        assert fits(answer(Answered(entry, ())).text), entry.slug
        sections = opened(entry, View(more=True, pitfall=True)).values()
        assert all(map(fits, sections)), entry.slug


def test_every_button_fits_its_data(entries) -> None:
    for entry in entries:
        for view in (View(), View(more=True, pitfall=True, voted=True)):
            found = Answered(entry, entries[:3], entries[3:5])
            rows = learners.answer(found, view).inline_keyboard
            for button in (button for row in rows for button in row):
                assert len(str(button.callback_data).encode()) <= 64


def test_no_markup_is_left_in_any_page(entries) -> None:
    for entry in entries:
        shown = answer(Answered(entry, ()), View(more=True, pitfall=True)).text.text
        assert "```" not in shown, entry.slug
