"""What is asked about entries is asked of as many as there are."""

import pytest

from bot.render import answer, followup
from tests.fakes.library import entry
from tutor.conversation.after_answer import Instead
from tutor.conversation.ask import Suggestions
from tutor.conversation.followup import ChooseFirst

ENTRIES = (entry("a", "What is an axis?"), entry("b", "What is a view?"))


@pytest.mark.parametrize(
    ("count", "asked"),
    [
        (1, ("Do you mean this?", "Was it this?", "Is it about this? Press it, or send 1.")),
        (
            2,
            (
                "Do you mean one of these?",
                "Was it one of these?",
                "Which of these is it about? Press one, or send its number.",
            ),
        ),
    ],
)
def test_one_entry_is_not_one_of_several(count: int, asked: tuple[str, ...]) -> None:
    some = ENTRIES[:count]

    said = (
        answer.suggestions(Suggestions(some), 1),
        answer.instead(Instead(some, 1)),
        followup.choose_first(ChooseFirst(some)),
    )

    assert tuple(each.text.text for each in said) == asked


def test_a_choice_says_that_its_pages_are_not_about_the_framework_in_question() -> None:
    found = Suggestions(ENTRIES, "Keras")

    assert answer.suggestions(found, 1).text.text == (
        "That seems to be about Keras. I only know PyTorch.\n\nDo you mean one of these?"
    )
