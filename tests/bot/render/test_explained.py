"""Under an error, the page about it is offered where it tells of that error."""

import pytest

from bot.buttons.learners import OpenEntry, OpenTold, unpack
from bot.render.answer import answer, offered
from bot.sending.response import Response
from bot.sending.styled import plain
from knowledge.pages.entry import Section
from tests.fakes.library import ENTRIES
from tests.fakes.person import buttons
from tests.fakes.runner import result
from tutor.conversation.ask import Answered
from tutor.run import Ran

PAGE = ENTRIES[0]


@pytest.mark.parametrize(
    ("section", "press"),
    [
        (None, OpenEntry(PAGE.slug)),
        (Section.MORE, OpenTold(PAGE.slug, Section.MORE)),
        (Section.PITFALL, OpenTold(PAGE.slug, Section.PITFALL)),
    ],
)
def test_the_button_says_which_section_tells_of_the_error(section, press) -> None:
    shown = offered(Response(plain("no")), Ran("x", result(), PAGE, section))

    assert shown.keyboard is not None
    [data] = buttons({"reply_markup": shown.keyboard.to_dict()}).values()
    assert unpack(data) == press


def test_the_section_is_open_and_its_button_gone() -> None:
    folded, told = (answer(Answered(PAGE, (), told_in=each)) for each in (None, Section.MORE))

    assert "stack is cat after unsqueeze" not in folded.text.text
    assert "stack is cat after unsqueeze" in told.text.text
    assert told.keyboard is not None
    assert "More" not in buttons({"reply_markup": told.keyboard.to_dict()})
