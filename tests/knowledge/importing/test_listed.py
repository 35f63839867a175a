"""All questions first, and the answers with their numbers below."""

import pytest

from tests.knowledge.importing.reading import of, refused


@pytest.mark.parametrize(
    "text",
    [
        "Q1: What?\nQ2: Why?\n\nA1: It is a.\nA2: It is b.\n",
        "1. What?\n2. Why?\n\nHere they are:\n\nAnswer 2: It is b.\nAnswer 1: It is a.\n",
    ],
)
def test_answers_below_all_questions_are_paired_by_their_numbers(text: str) -> None:
    found = of("a.txt", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "It is a."),
        ("Why?", "It is b."),
    ]


def test_what_a_fence_shows_marks_no_answers() -> None:
    """`A:` begins answers where `Q:` begins questions, and a fence may show such a file."""
    answer = "See:\n\n```text\nQ: x\n```\nTwo come:\nA: first thing"

    found = of("a.txt", f"1. What?\n2. Why?\n\nAns 1: It is a.\nAns 2: {answer}\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "It is a."),
        ("Why?", answer),
    ]


def test_what_stands_between_questions_and_answers_is_named() -> None:
    text = "1. What?\n2. Why?\n\nHere they are:\n\nAnswer 1: a\nAnswer 2: b\n"

    assert [str(note) for note in of("a.txt", text).notes] == [
        "a.txt:4: left out, it stands between the questions: 'Here they are:'"
    ]


def test_answers_below_all_questions_are_refused_where_a_number_is_missing() -> None:
    found = refused("a.txt", "Q1: What?\nQ2: Why?\nQ3: How?\n\nA1: a\nA2: b\n")

    assert "a.txt:1: the question 'What?' has no answer" in found


def test_an_answer_with_the_number_of_another_question_is_refused() -> None:
    assert refused("a.txt", "1. What?\nAnswer 2: b\n\n2. Why?\nAnswer 1: a\n") == [
        "a.txt:2: expected answer 1 to 'What?', got answer 2",
        "a.txt:5: expected answer 2 to 'Why?', got answer 1",
    ]


@pytest.mark.parametrize("key", ["Answers", "Answer key:", "**Solutions**", "Antworten"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_answers_below_a_title_are_paired_by_bare_numbers(key: str, name: str) -> None:
    text = f"1. What?\n2. Name it.\n3. Why?\n\n{key}\n\n1. It is a.\n2) b,\nand more.\n3. `*c*`\n"

    assert [(one.question, one.answer) for one in of(name, text).questions] == [
        ("What?", "It is a."),
        ("Name it.", "b,\nand more."),
        ("Why?", "`*c*`"),
    ]


def test_headings_may_name_both_lists() -> None:
    found = of("a.md", "## Questions\n\n1. What?\n2. Why?\n\n## Answers\n\n1. It is a.\n2. b\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "It is a."),
        ("Why?", "b"),
    ]
    assert [note.line for note in found.notes] == [1, 6]


def test_a_title_above_other_numbers_pairs_nothing() -> None:
    [problem, *_] = refused("a.txt", "1. What?\n2. Why?\n3. How?\n\nAnswers\n\n1. a\n2. b\n")

    assert problem.startswith("a.txt:1: ")


def test_bold_numbers_below_headings_pair_questions_with_an_answer_key() -> None:
    text = (
        "## Questions\n\n**Q1.** What?\n\n**Q2.** Why?\n\n---\n\n## Answer key\n\n"
        "**A1.** This.\n\n**A2.** So.\n"
    )

    found = of("a.md", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "This."),
        ("Why?", "So."),
    ]


def test_the_title_of_a_key_may_say_more_in_brackets() -> None:
    found = of("a.txt", "1. What?\n2. Why?\n\nSolutions (for us)\n1. This.\n2. So.\n")

    assert [one.answer for one in found.questions] == ["This.", "So."]


def test_questions_and_answers_that_nothing_pairs_are_refused() -> None:
    [found] = refused("a.txt", "What?\nWhy?\n\nAnswers\n\nThis.\nSo.\n")

    assert found.startswith("a.txt:4: expected one question above this list of answers, got 2")
