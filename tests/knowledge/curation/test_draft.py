"""A draft grows message by message, and knows which message brought what."""

from dataclasses import replace

import pytest

from knowledge.curation.draft import (
    Draft,
    Step,
    complete,
    editing,
    missing,
    part_of,
    taken_in,
    written,
)
from knowledge.curation.suitable import unsuitable
from tests.knowledge.curation.examples import INES, NOON, entry

QUESTION = "Why does a slice copy?"


def draft(*messages: tuple[Step, str]) -> Draft:
    made = Draft(INES, NOON)
    for number, (step, text) in enumerate(messages, start=1):
        made = taken_in(made, step, text, number)
    return made


def test_an_edited_message_changes_its_own_part_and_nothing_else_is_asked_for() -> None:
    before = draft((Step.QUESTION, QUESTION), (Step.ANSWER, "It does."))

    after = taken_in(before, part_of(before, 1), "Why does a slice of a list copy?", 1)

    assert after.question == "Why does a slice of a list copy?"
    assert (after.answer, after.step) == ("It does.", Step.EXAMPLE)
    assert after.messages == ((2, Step.ANSWER), (1, Step.QUESTION))


def test_an_answer_that_loses_its_code_asks_whether_to_keep_it() -> None:
    """Who mends a typo in the words sends them alone."""
    before = draft((Step.QUESTION, QUESTION), (Step.ANSWER, "So:\n```\n1\n```"))
    assert before.step is Step.READY

    asked = written(replace(before, step=Step.ANSWER), "So.")
    kept = complete(replace(asked, step=Step.READY))
    left_out = written(asked, "")

    assert (asked.step, asked.example) == (Step.EXAMPLE, "1")
    assert (kept.step, kept.answer, kept.example) == (Step.READY, "So.", "1")
    assert (left_out.step, left_out.example, left_out.in_words) == (Step.READY, "", True)


def test_an_edited_answer_without_its_code_keeps_it() -> None:
    """Nothing is asked for at an edit of an earlier part."""
    before = draft((Step.QUESTION, QUESTION), (Step.ANSWER, "So:\n```\n1\n```"))

    after = taken_in(before, Step.ANSWER, "So.", 2)

    assert (after.step, after.answer, after.example) == (Step.READY, "So.", "1")


SENT_APART = (
    (Step.QUESTION, QUESTION),
    (Step.ANSWER, "So."),
    (Step.EXAMPLE, "1 + 1"),
)


def test_new_code_within_an_answer_holds() -> None:
    """It has just been run for its author to see."""
    after = taken_in(draft(*SENT_APART), Step.ANSWER, "So:\n```\n2 + 2\n```", 2)

    assert (after.example, after.step) == ("", Step.READY)
    assert "2 + 2" in after.answer


def test_code_that_came_after_the_answer_s_own_outlasts_an_edit_of_its_words() -> None:
    before = taken_in(
        draft((Step.QUESTION, QUESTION), (Step.ANSWER, "So:\n```\n1 + 1\n```")),
        *(Step.EXAMPLE, "3 + 3", 3),
    )

    after = taken_in(before, Step.ANSWER, "So it is:\n```\n1 + 1\n```", 2)

    assert (after.example, after.step) == ("3 + 3", Step.READY)


WRITTEN = ((Step.QUESTION, QUESTION), (Step.ANSWER, "It does."))


@pytest.mark.parametrize(
    "text",
    [
        "no example",
        "No code.",
        "There is no example",
        "without code",
        "no example please",
        "I have no code",
    ],
)
def test_an_author_may_say_that_there_is_no_example(text) -> None:
    after = draft(*WRITTEN, (Step.EXAMPLE, text))

    assert (after.in_words, after.example, after.step) == (True, "", Step.READY)
    assert missing(after) is None


def test_code_is_an_example_after_all() -> None:
    declined = draft(*WRITTEN, (Step.EXAMPLE, "no example"))

    sent = taken_in(declined, Step.EXAMPLE, "no = example = 1", 3)
    in_the_answer = taken_in(declined, Step.ANSWER, "So:\n```\n1\n```", 2)

    assert (sent.in_words, sent.example) == (False, "no = example = 1")
    assert (in_the_answer.in_words, in_the_answer.step) == (False, Step.READY)


def test_an_answer_in_words_may_be_rewritten_in_words() -> None:
    declined = draft(*WRITTEN, (Step.EXAMPLE, "no example"))

    after = taken_in(declined, Step.ANSWER, "It does indeed.", 2)

    assert (after.answer, after.step) == ("It does indeed.", Step.READY)


def test_without_an_example_no_code_is_left_in_the_answer() -> None:
    before = draft((Step.QUESTION, QUESTION), (Step.ANSWER, "So:\n\n```\n1\n```\n\nIt does."))
    alone = draft((Step.QUESTION, QUESTION), (Step.ANSWER, "```\n1\n```"))

    assert written(replace(before, step=Step.EXAMPLE), "").answer == "So:\n\nIt does."
    assert missing(written(replace(alone, step=Step.EXAMPLE), "")) is Step.ANSWER


def test_an_entry_in_words_is_edited_as_one() -> None:
    made = editing(Draft(INES, NOON), entry("neuron", short="A weighted sum."), 0, None)

    assert missing(made) is None
    assert not editing(Draft(INES, NOON), entry("neuron"), 0, None).in_words


def test_a_message_of_another_draft_is_no_part() -> None:
    assert part_of(draft((Step.QUESTION, QUESTION)), 7) is None
    assert part_of(draft((Step.QUESTION, QUESTION)), None) is None


@pytest.mark.parametrize(
    ("messages", "step"),
    [
        ((), Step.QUESTION),
        (((Step.QUESTION, QUESTION),), Step.ANSWER),
        (((Step.QUESTION, QUESTION), (Step.ANSWER, "It does.")), Step.EXAMPLE),
        (((Step.QUESTION, QUESTION), (Step.ANSWER, "So:\n```\n1\n```")), None),
        (((Step.QUESTION, QUESTION), (Step.ANSWER, "So."), (Step.EXAMPLE, "1")), None),
    ],
)
def test_what_is_missing_comes_in_order(messages, step) -> None:
    assert missing(draft(*messages)) is step


@pytest.mark.parametrize(
    ("step", "text", "words"),
    [
        (Step.QUESTION, "why?", "8 to 200 characters; that one has 4"),
        (Step.QUESTION, "w" * 201, "that one has 201"),
        (Step.ANSWER, " \n", "only written words here, and that message has none"),
        (Step.EXAMPLE, "", "only written code or a .py file here"),
        (Step.ANSWER, "word " * 131, "at most 130 words beside its code; that one has 131"),
        (Step.ANSWER, "```\n1\n```\n\n```\n2\n```", "one block of code; that one has 2"),
        (Step.ALIASES, "one\ntwo\ntwo\n\n", "I found 2"),
        (Step.ANSWER, "It is <b>bold</b>.", "“<b>” is HTML, and Markdown is expected"),
        (Step.MORE, "So:\n\n<div>\nx\n</div>", "“<div>” is HTML"),
        (Step.ANSWER, "It is.\n\n# In depth\n\nSo.", "“In depth” is a heading"),
        (Step.PITFALL, "---\nIn depth\n---\nSo.", "“In depth” is a heading"),
        (Step.ANSWER, "Look: ![a plot](plot.png)", "An image can't be shown in an entry: “a plot”"),
        (Step.ANSWER, "So:\n```\n\n```", "has nothing to run"),
        (Step.MORE, "So:\n```python\n# nothing\n```", "has nothing to run"),
        (Step.EXAMPLE, "# one\n\n  # two", "has nothing to run"),
        (Step.PITFALL, " . ", "That message has no words"),
        (Step.MORE, "---\n???", "That message has no words"),
        (Step.MORE, "So:\n\n    x = 1\n    x", "put “x = 1” and what belongs to it between ```"),
    ],
)
def test_what_cannot_be_a_part_is_told_with_what_was_expected(step, text, words) -> None:
    assert words in unsuitable(step, text)


@pytest.mark.parametrize(
    "text",
    [
        "`List[<int>]` and 1 < 2 > 0",
        "A `<b>`.\n\n```html\n# no heading\n<b>\n```",
        "So:\n```\n# one\nx = 1\n```\n\n```text\n# shown\n```",
        "- a **list**\n- of > two\n\n> a quote\n\n[a link](https://pytorch.org)",
    ],
)
def test_markdown_that_an_entry_can_hold_is_taken(text) -> None:
    assert unsuitable(Step.ANSWER, text) is None


def test_wordings_come_one_a_line_each_once() -> None:
    lines = "\n".join(f"way  {number}" for number in range(8))

    assert unsuitable(Step.ALIASES, lines) is None
    assert draft((Step.ALIASES, f"{lines}\nway 0\n")).aliases == tuple(
        f"way {number}" for number in range(8)
    )
