"""Obsidian's callouts."""

import pytest

from tests.knowledge.importing.reading import of, refused, told


def test_a_callout_that_asks_is_a_question_with_what_it_quotes() -> None:
    found = of(
        "a.md", "# Quiz\n\n> [!question] What is a view?\n> A tensor.\n\n> [!faq]- Why?\n> So.\n"
    )

    assert [(one.line, one.question, one.answer) for one in found.questions] == [
        (3, "What is a view?", "A tensor."),
        (6, "Why?", "So."),
    ]


def test_an_answer_may_have_a_callout_of_its_own_and_prompts() -> None:
    text = (
        "> [!question]\n> What is `x`?\n> > [!success]- Answer\n> > One:\n> > >>> x\n> > 1\n\n"
        "> [!question] Why?\n\n> [!tip] Look\n> So.\n"
    )

    first, second = of("a.md", text).questions

    assert first.question == "What is `x`?"
    assert told(first) == [("prose", "One:"), ("code", "x", "1")]
    assert second.answer == "**Look**\nSo."


def test_other_quotations_are_not_read() -> None:
    [found] = refused("a.md", "> [!note] Look\n> What is it?\n")

    assert "is quoted" in found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Q: Why?\nA: So.", "Q: How?\nA: Thus."),
        ("**1. Why?**\n\nSo.", "**2. How?**\n\nThus."),
        ("1. Why?\nSo.", "2. How?\nThus."),
        ("# Why?\n\nSo.", "# How?\n\nThus."),
    ],
)
@pytest.mark.parametrize("callout", ["> [!faq]\n> More below.", "> [!question] Think\n> More."])
def test_a_callout_in_an_answer_stays_there_where_questions_are_written_otherwise(
    first: str, second: str, callout: str
) -> None:
    found = of("a.md", f"{first}\n\n{callout}\n\n{second}\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("Why?", f"So.\n\n{callout}"),
        ("How?", "Thus."),
    ]


def test_the_title_of_a_file_of_callouts_may_ask() -> None:
    found = of("a.md", "# Ready?\n\n> [!question] Why?\n> So.\n\n> [!faq] How?\n> Thus.\n")

    assert [one.answer for one in found.questions] == ["So.", "Thus."]
