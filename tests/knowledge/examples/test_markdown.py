import pytest

from tests.knowledge.importing.reading import asked, of, refused, told


def test_the_level_that_asks_is_the_questions() -> None:
    text = "# Part\n\nAn intro.\n\n## What?\n\nThis.\n\n### Why?\n\nTherefore.\n\n## How?\n\nSo.\n"

    found = of("a.md", text)

    assert asked(found) == ["What?", "How?"]
    assert found.questions[0].answer == "This.\n\n### Why?\n\nTherefore."


def test_a_title_may_ask_too() -> None:
    assert asked(of("a.md", "# Do you know?\n\n## What?\n\nThis.\n\n## How?\n\nSo.\n")) == [
        "What?",
        "How?",
    ]


def test_names_of_parts_are_left_out_and_said() -> None:
    text = "# One\n## What?\nThis.\n# Two\n## How?\nSo.\n## Appendix\n"

    found = of("a.md", text)

    assert asked(found) == ["What?", "How?"]
    assert [str(note) for note in found.notes] == [
        "a.md:1: left out, it stands before the first question: '# One'",
        "a.md:4: left out, the name of a part: 'Two'",
        "a.md:7: left out, the name of a part: 'Appendix'",
    ]


def test_headings_that_do_not_ask_are_questions_where_text_is_below_them() -> None:
    assert asked(of("a.md", "# All\n## Flatten a matrix\nSo.\n## Add an axis\nSo.\n")) == [
        "Flatten a matrix",
        "Add an axis",
    ]


def test_underlined_headings_are_headings() -> None:
    assert asked(of("a.md", "All\n===\n\nWhat?\n-----\nThis.\n\nHow?\n-----\nSo.\n")) == [
        "What?",
        "How?",
    ]


@pytest.mark.parametrize(
    "heading",
    ["## 1. What?", "## Q1: What?", "## **What?**", "## What? ##", "# Question 1: What?"],
)
def test_what_is_around_a_question_is_taken_off(heading: str) -> None:
    assert asked(of("a.md", f"{heading}\n\nThis.\n")) == ["What?"]


def test_a_heading_may_be_only_a_number() -> None:
    found = of("a.md", "## Question 1\nWhat?\n### Answer\nThis.\n## Question 2\nHow?\n\nSo.\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "This."),
        ("How?", "So."),
    ]


def test_headings_that_say_answer_are_no_questions() -> None:
    found = of("a.md", "## What?\n## Answer\nThis.\n## How?\n## Answer:\nSo.\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "This."),
        ("How?", "So."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "### Q1\nWhat?\n### A1\nThis.\n### Q2\nHow?\n### A2\nSo.\n",
        "### Q1: What?\n### A1:\nThis.\n### Q2: How?\n### A2:\nSo.\n",
        "### Q1: What?\n### A1: This.\n### Q2: How?\n### A2: So.\n",
        "### What?\n### Answer: This.\n### How?\n### Answer: So.\n",
    ],
)
def test_headings_may_say_answer_in_short_and_go_on(text: str) -> None:
    """Nothing is said to be left out, as it is the answer."""
    found = of("a.md", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "This."),
        ("How?", "So."),
    ]
    assert found.notes == ()


def test_a_heading_of_one_letter_is_no_answer() -> None:
    """A glossary has them; and `A1` names a question where it asks, or none is called `Q1`."""
    glossary = of("a.md", "## A\nAxis\n## B\nBatch\n")
    parts = of("a.md", "## A1. Name it.\nThis.\n## B1. Name that.\nThat.\n")
    asks = of("a.md", "## Q1: What?\nThis.\n## A1: or B2?\nBoth.\n")

    assert [one.question for one in glossary.questions] == ["A", "B"]
    assert [one.answer for one in parts.questions] == ["This.", "That."]
    assert [one.answer for one in asks.questions] == ["This.", "Both."]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "## Solutions: linear equations\nUse it.\n## Matrices: inverse\nThis.\n",
            ["Solutions: linear equations", "Matrices: inverse"],
        ),
        (
            "# Q1 exam\n## A1. Name it.\nThis.\n## A2. Say it.\nThat.\n",
            ["A1. Name it.", "A2. Say it."],
        ),
    ],
)
def test_a_heading_is_no_answer_where_no_question_is_above_it(
    text: str, questions: list[str]
) -> None:
    """The name of the file may be `Q1`, and what is told may be called a solution."""
    assert asked(of("a.md", text)) == questions


def test_bold_lines_are_questions_where_no_heading_asks() -> None:
    text = (
        "# Quiz\n1. **What?**\n\n   This, and **that**.\n\n2. **How?**\n   ```\n   x = 1\n   ```\n"
    )

    found = of("a.md", text)

    assert [(one.question, told(one)) for one in found.questions] == [
        ("What?", [("prose", "   This, and **that**.")]),
        ("How?", [("code", "x = 1", "")]),
    ]


def test_numbers_and_marks_are_read_where_there_is_neither() -> None:
    assert asked(of("a.md", "1. What?\n\n**Answer:** This.\n\n2. How?\n\n**Answer:** So.\n")) == [
        "What?",
        "How?",
    ]


def test_a_comment_in_a_fence_is_no_heading() -> None:
    found = of("a.md", "## What?\n\n```python\n# Is this one?\nx = 1\n```\n")

    assert told(found.questions[0]) == [("code", "# Is this one?\nx = 1", "")]


def test_a_question_without_an_answer_is_named_with_its_line() -> None:
    assert refused("a.md", "## What?\n\nThis.\n\n## How?\n\n## Why?\n\nSo.\n") == [
        "a.md:5: the question 'How?' has no answer"
    ]


def test_a_heading_that_is_not_closed_off_by_words_is_refused() -> None:
    assert refused("a.md", "## What?\n\n## ?\n\nSo.\n## How?\nSo.") == [
        "a.md:1: the question 'What?' has no answer"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## One\n\n**What?**\n\na\n\n**Why?**\n\nb\n\n## Two\n\n**How?**\n\nc\n",
        "## One\n\n1. What?\n\n   a\n\n2. Why?\n\n   b\n\n## Two\n\n1. How?\n\n   c\n",
        "## One\n\n### What?\n\na\n\n## Why?\n\nb\n\n## How?\n\nc\n",
    ],
)
def test_a_heading_right_above_a_question_names_a_part(text: str) -> None:
    found = of("a.md", text)

    assert [(one.question, one.answer.strip()) for one in found.questions] == [
        ("What?", "a"),
        ("Why?", "b"),
        ("How?", "c"),
    ]
    assert any("'## One'" in str(note) or "'One'" in str(note) for note in found.notes)


def test_a_bold_line_that_asks_within_an_answer_is_named() -> None:
    found = of("a.md", "## Turn it\nSo.\n\n**Why?**\nTherefore.\n\n## Add one\nSo, too.\n")

    assert asked(found) == ["Turn it", "Add one"]
    assert [str(note) for note in found.notes] == [
        "a.md:4: kept in the answer above, though it asks: 'Why?'"
    ]


@pytest.mark.parametrize("text", ["What?\n-----\na\n\nWhy?\n====\nb\n", "# What?\na\n## Why?\nb\n"])
def test_headings_of_two_levels_that_ask_and_are_answered_are_questions(text: str) -> None:
    found = of("a.md", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "a"),
        ("Why?", "b"),
    ]


def test_a_heading_among_numbered_questions_is_read_and_named() -> None:
    found = of("a.md", "### 1. What?\na\n### 2. Name it\nb\n### Epilogue\nc\n")

    assert len(found.questions) == 3
    assert [str(note) for note in found.notes] == [
        "a.md:5: taken for a question, as it has text: 'Epilogue'"
    ]


def test_what_folds_an_answer_away_is_taken_off() -> None:
    text = (
        "1. What?\n\n<details>\n<summary>Show answer</summary>\n\na\n\n</details>\n\n"
        "2. Why?\n\n<details><summary>Solution</summary>\nb\n</details>\n"
    )

    assert [one.answer for one in of("a.md", text).questions] == ["a", "b"]


def test_a_title_that_folds_and_asks_is_a_question() -> None:
    text = "<details>\n<summary>What?</summary>\n\na\n\n</details>\n"

    assert asked(of("a.md", text)) == ["What?"]


def test_a_comment_is_left_out_and_said() -> None:
    found = of("a.md", "## What?\n\n<!--\n## Is it?\n```\nx = 1\n```\n-->\n\na <!-- b --> c\n")

    assert [(one.question, one.answer) for one in found.questions] == [("What?", "a  c")]
    assert {note.line for note in found.notes} == {4, 5, 6, 7, 10}


def test_a_comment_in_code_stays() -> None:
    found = of("a.md", "## What?\n\n```python\nx = '<!-- y -->'\n```\n")

    assert told(found.questions[0]) == [("code", "x = '<!-- y -->'", "")]


def test_a_number_alone_may_be_bold() -> None:
    found = of("a.md", "**Q1**: What?\n\nThis.\n\n**Exercise 2.** Why?\n\nSo.\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "This."),
        ("Why?", "So."),
    ]


def test_a_number_in_bold_alone_is_no_part_of_its_question() -> None:
    assert asked(of("a.md", "**1** What is it?\nThis.\n\n**2** Why?\nSo.\n")) == [
        "What is it?",
        "Why?",
    ]


def test_a_number_that_a_program_has_escaped_is_a_number() -> None:
    assert asked(of("a.md", "**1\\. What?**\n\nThis.\n\n**2\\. Why?**\n\nSo.\n")) == [
        "What?",
        "Why?",
    ]


def test_emphasis_that_begins_a_question_ends_in_it() -> None:
    assert asked(of("a.md", "## **What** is `f(**x)`?\n\nThis.\n")) == ["What is `f(**x)`?"]


def test_headings_that_only_count_exercises_have_the_question_below() -> None:
    text = (
        "# Sheet\n\n## Aufgabe 1\n\nWhat is it?\n\n### Lösung\n\nThis.\n\n"
        "## Aufgabe 2\n\nStack them.\n\n### Lösung\n\nSo.\n"
    )

    found = of("a.md", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What is it?", "This."),
        ("Stack them.", "So."),
    ]


def test_headings_that_count_exercises_are_parts_where_questions_have_numbers() -> None:
    text = (
        "# Exercise 1\n\n1. What is it?\n\nThis.\n\n2. Why?\n\nSo.\n\n"
        "# Exercise 2\n\n1. Print it.\n\nThus.\n"
    )

    assert asked(of("a.md", text)) == ["What is it?", "Why?", "Print it."]
