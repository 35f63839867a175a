"""The letters that German, Spanish and French questionnaires have."""

import pytest

from tests.knowledge.importing.reading import of, refused


@pytest.mark.parametrize(
    ("question", "answer"), [("F:", "A:"), ("P:", "R:"), ("Q :", "R :"), ("**F:**", "**A:**")]
)
def test_letters_of_other_languages_are_marks_where_they_alternate(
    question: str, answer: str
) -> None:
    text = f"{question} What?\n{answer} This.\n\n{question} Why?\n{answer} So.\n"

    found = of("a.txt", text)

    assert [(one.line, one.question, one.answer) for one in found.questions] == [
        (1, "What?", "This."),
        (4, "Why?", "So."),
    ]


def test_letters_that_do_not_pair_are_refused() -> None:
    assert refused("a.txt", "F: What?\nA: This.\n\nF: Why?\n\nF: How?\nA: So.\n")


@pytest.mark.parametrize("mark", ["A:", "R:", "**A:**"])
def test_a_letter_below_each_number_is_a_mark(mark: str) -> None:
    found = of("a.txt", f"1. What?\n{mark} This.\n\n2. Why?\n{mark} So.\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "This."),
        ("Why?", "So."),
    ]


def test_options_below_a_number_are_no_answers() -> None:
    text = "1. What do they do?\nA: one joins\nB: two adds\n\n2. Why?\nA: one\nB: two\n"

    assert [one.answer for one in of("a.txt", text).questions][1] == "A: one\nB: two"
