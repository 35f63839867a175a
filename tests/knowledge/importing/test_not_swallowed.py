"""No question ends up in the answer above it without a word: it is read, named, or refused."""

import json

import pytest

from tests.knowledge.importing.reading import asked, of, refused


def pairs(name: str, text: str) -> list[tuple[str, str]]:
    return [(one.question, one.answer.strip()) for one in of(name, text).questions]


@pytest.mark.parametrize(
    "form",
    ["**{}. {}**", "{}. **{}**", "**Question {}: {}**", "**Q{}. {}**", "**Exercise {}: {}**"],
)
def test_a_bold_line_with_the_next_number_is_a_question_where_bold_lines_ask(form: str) -> None:
    lines = [form.format(1, "What is it?"), form.format(2, "Name it."), form.format(3, "Why?")]

    found = pairs("a.md", f"{lines[0]}\n\na\n\n{lines[1]}\n\nb\n\n{lines[2]}\n\nc\n")

    assert found == [("What is it?", "a"), ("Name it.", "b"), ("Why?", "c")]


def test_the_last_bold_line_may_be_the_one_that_does_not_ask() -> None:
    assert pairs("a.md", "1. **What?**\n\n   a\n\n2. **Name it.**\n\n   b\n") == [
        ("What?", "a"),
        ("Name it.", "b"),
    ]


def test_bold_items_of_an_answer_s_list_are_no_questions() -> None:
    text = "1. **What?**\n\n1. **One.**\n2. **Two.**\n3. **Three.**\n\n2. **Why?**\n\nb\n"

    assert asked(of("a.md", text)) == ["What?", "Why?"]


def test_a_bold_line_right_above_an_answer_s_mark_is_a_question() -> None:
    text = "**What?**\n\n**Answer:** a\n\n**Name it.**\n\n**Answer:** b\n"

    assert pairs("a.md", text) == [("What?", "a"), ("Name it.", "b")]


def test_any_other_bold_line_is_named_where_bold_lines_are_questions() -> None:
    found = of("a.md", "**What?**\n\na\n\n**Name it.**\n\nb\n\n**Why?**\n\nc\n")

    assert asked(found) == ["What?", "Why?"]
    assert [str(note) for note in found.notes] == [
        "a.md:5: kept in the answer above, a bold line: 'Name it.'"
    ]


@pytest.mark.parametrize("label", ["Example:", "Example"])
def test_a_bold_label_that_comes_again_is_not_worth_a_word(label: str) -> None:
    found = of("a.md", f"**What?**\n\n**{label}**\n\na\n\n**Why?**\n\n**{label}**\n\nb\n")

    assert asked(found) == ["What?", "Why?"]
    assert found.notes == ()


def test_a_second_mark_in_an_answer_below_a_bold_question_is_named() -> None:
    found = of("a.md", "**What?**\n\nAnswer: a\n\nName it.\n\nAnswer: b\n\n**Why?**\n\nc\n")

    assert [str(note) for note in found.notes] == [
        "a.md:7: no question before this mark: kept in the answer"
    ]


def test_a_bold_line_that_asks_beside_headings_that_ask_is_named() -> None:
    found = of("a.md", "## What?\n\na\n\n**Who?**\n\nb\n\n## Why?\n\nc\n")

    assert [str(note) for note in found.notes] == [
        "a.md:5: kept in the answer above, though it asks: 'Who?'"
    ]


def test_the_bold_question_of_a_heading_that_is_a_number_is_not_named() -> None:
    found = of("a.md", "## Question 1\n\n**What?**\n\na\n\n## Question 2\n\n**Why?**\n\nb\n")

    assert found.notes == ()


def _notebook(*sources: str) -> str:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": each} for each in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}, indent=1)


@pytest.mark.parametrize(
    "cells",
    [
        ("**Q1:** What?", "a", "**Q2:** Name it.", "b", "**Q3:** Why?", "c"),
        ("Q1: What?\nA: a", "Q2: Name it.\nA: b", "Q3: Why?\nA: c"),
        ("1. What?", "a", "2. Name it.", "b", "3. Why?", "c"),
    ],
)
def test_a_cell_with_the_next_number_is_a_question(cells: tuple[str, ...]) -> None:
    assert pairs("a.ipynb", _notebook(*cells)) == [("What?", "a"), ("Name it.", "b"), ("Why?", "c")]


@pytest.mark.parametrize("cell", ["**Q2:** Who?\n\nb", "**Who?**\n\nb"])
def test_a_cell_may_hold_a_question_and_its_answer(cell: str) -> None:
    found = pairs("a.ipynb", _notebook("What?", "a", cell, "Why?", "c"))

    assert found == [("What?", "a"), ("Who?", "b"), ("Why?", "c")]


def test_all_cells_may_hold_a_question_and_its_answer() -> None:
    assert pairs("a.ipynb", _notebook("What?\n\na", "Why?\n\nb")) == [("What?", "a"), ("Why?", "b")]


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("word", ["Question {}", "QUESTION {}", "Exercise {}", "**Question {}**"])
def test_a_question_s_number_may_stand_on_a_line_of_its_own(word: str, gap: str) -> None:
    one, two = word.format(1), word.format(2)
    text = f"{one}\n{gap}What?\n{gap}Answer\n{gap}a\n\n{two}\n{gap}Name it.\n{gap}Answer\n{gap}b\n"

    assert pairs("a.txt", text) == [("What?", "a"), ("Name it.", "b")]
    assert pairs("a.md", text) == [("What?", "a"), ("Name it.", "b")]
    assert of("a.txt", text).notes == ()


def test_a_numbered_list_below_the_name_of_an_exercise_keeps_its_numbers() -> None:
    text = "Exercise 1\n\n1. What?\nAns: a\n\nExercise 2\n\n1. Name it.\nAns: b\n"

    assert asked(of("a.txt", text)) == ["What?", "Name it."]


@pytest.mark.parametrize("leads", [("1.1 ", "1.2 ", "1.3 "), ("(a) ", "(b) ", "(c) ")])
def test_a_line_above_a_mark_that_begins_as_the_others_do_is_a_question(
    leads: tuple[str, ...],
) -> None:
    a, b, c = leads

    found = pairs("a.txt", f"{a}What?\nAns: a\n\n{b}Name it.\nAns: b\n\n{c}Why?\nAns: c\n")

    assert found == [("What?", "a"), ("Name it.", "b"), ("Why?", "c")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("What?\nAns: a\n\nName it.\nAns: b\n\nWhy?\nAns: c\n", 5),
        ("Name it.\nAns: a\n\nWhat?\nAns: b\n", 2),
        ("- What?\n  Ans: a\n- Name it.\n  Ans: b\n- Why?\n  Ans: c\n", 4),
    ],
)
def test_a_mark_below_words_of_their_own_is_refused(text: str, line: int) -> None:
    [problem] = refused("a.txt", text)

    assert problem.startswith(f"a.txt:{line}: expected a question above this mark, got ")
    assert "Name it." in problem


@pytest.mark.parametrize(
    "text",
    [
        "1 What?\nAns:\n\nIt is so.\n\nAnswer: 42\n\n2 Why?\nAns: b\n",
        "1 What?\nAns: a\n\nx = torch.ones(2)\n\nAnswer: 42\n\n2 Why?\nAns: b\n",
        "1 What?\nAns: a\n\nThat is,\nAnswer: 42\n\n2 Why?\nAns: b\n",
        "What?\nAns: a\n\nQuiz 3\nSolutions\n\nWhy?\nAns: b\n",
    ],
)
def test_a_mark_below_what_is_no_question_stays_and_is_named(text: str) -> None:
    found = of("a.txt", text)

    assert asked(found) == ["What?", "Why?"]
    assert len(found.notes) == 1


def test_a_question_of_several_paragraphs_does_not_lose_its_head() -> None:
    long = "{}. You have a batch of images.\n\nYou want one mean.\n\nHow do you get it?\nAns: x\n\n"

    first = refused("a.txt", f"{long.format(1)}2. What?\nAns: a\n")
    second = refused("a.txt", f"1. What?\nAns: a\n\n{long.format(2)}3. Why?\nAns: c\n")

    assert [each.split(": ")[0] for each in (*first, *second)] == ["a.txt:1", "a.txt:4"]
    assert "put it into one paragraph" in first[0]


def test_the_name_of_a_part_right_below_an_answer_ends_it() -> None:
    text = "Part A\n1. What?\nAns: a\n2. Why?\nAns: b\nPart B: Axes\n1. Who?\nAns: c\n"

    assert pairs("a.txt", text)[1] == ("Why?", "b")


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("name", ["PART B: AXES\n============", "Part B\n---", "=== Part B ==="])
def test_the_name_of_a_part_may_have_rules_around_it(name: str, gap: str) -> None:
    text = f"1. What?\nAns: a\n\n{name}\n{gap}2. Why?\nAns: b\n\n{name}\n{gap}1. Who?\nAns: c\n"

    found = of("a.txt", text)

    assert [one.answer for one in found.questions] == ["a", "b", "c"]
    title = name.partition("\n")[0]
    assert f"a.txt:4: left out, the name of a part: {title!r}" in map(str, found.notes)


@pytest.mark.parametrize("rule", ["---", "***", "* * *", "______"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_rule_between_questions_belongs_to_no_answer(rule: str, name: str) -> None:
    mark = {"a.md": "## {}\n\n", "a.txt": "Q: {}\nA: "}[name]
    text = f"{mark.format('What?')}a\n\n{rule}\n\n{mark.format('Why?')}b\n\n{rule}\n"

    assert pairs(name, text) == [("What?", "a"), ("Why?", "b")]


def test_a_number_without_a_point_in_bold_counts_no_questions() -> None:
    found = of("a.md", "**1. What?**\n\na\n\n**2 axes**\n\nb\n\n**2. Why?**\n\nc\n")

    assert asked(found) == ["What?", "Why?"]
    assert [note.line for note in found.notes] == [5]


def test_words_between_a_question_s_number_and_the_question_are_named() -> None:
    text = "Exercise {}\n\nLet x be a row.\n\nWhat is it?\nAns: a\n\n"

    found = of("a.txt", text.format(1) + text.format(2))

    assert asked(found) == ["What is it?"] * 2
    assert [each.line for each in found.notes] == [1, 3, 8]


def test_an_exercise_with_counted_questions_is_a_title() -> None:
    text = "Exercise {}\n\n{}. What?\nAns: a\n\n"

    assert len(of("a.txt", text.format(1, 1) + text.format(2, 2)).questions) == 2


def test_options_below_a_paragraph_are_no_mark() -> None:
    text = "Q: Which?\nAns: B, see\n\nthe options:\nA. clone\nB. view\n\nQ: Why?\nAns: b\n"

    assert asked(of("a.txt", text)) == ["Which?", "Why?"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What?\nAns: a\n\n{}Name it.\nAns: b\n\nWhy?\nAns: c\n", "Name it."),
        ("- What?\n  Ans: a\n{}- Name it.\n  Ans: b\n- Why?\n  Ans: c\n", "Name it."),
    ],
)
def test_what_is_advised_for_a_question_that_is_not_known_works(text: str, said: str) -> None:
    [problem] = refused("a.txt", text.format(""))
    assert "begin it with 'Q:'" in problem

    assert asked(of("a.txt", text.format("Q: "))) == ["What?", said, "Why?"]


def test_options_behind_a_letter_and_a_point_are_no_answer() -> None:
    text = "Q1: Which?\nA. clone\nB. view\nAnswer: B\n\nQ2: Why?\nAnswer: So.\n"

    assert pairs("a.txt", text) == [("Which? A. clone B. view", "B. view"), ("Why?", "So.")]


def test_a_table_keeps_the_rule_at_its_end() -> None:
    text = "Q: What?\nA:\n=====\nx\n=====\n\nQ: Why?\nA: b\n"

    assert pairs("a.txt", text)[0] == ("What?", "=====\nx\n=====")


def test_options_behind_an_answer_s_mark_are_its_answer() -> None:
    text = "Q: What is there?\nA: A. clone\nB. view\n\nQ: Why?\nA: b\n"

    assert pairs("a.txt", text) == [("What is there?", "A. clone\nB. view"), ("Why?", "b")]


def test_a_line_with_the_next_number_is_named_though_it_may_go_on_with_a_list() -> None:
    text = "1. What?\na\n\n2. Why?\nSteps:\n1. one\n2. two\n\n3. Name it.\nc\n"

    [note] = of("a.txt", text).notes

    assert str(note) == "a.txt:9: kept in the answer above, no question: '3. Name it.'"


@pytest.mark.parametrize("question", ["What?", "**What?**", "Q1: What?"])
def test_a_cell_right_below_a_question_is_its_answer_though_it_asks(question: str) -> None:
    found = pairs("a.ipynb", _notebook(question, "Is it so?\nYes.", "Why?", "b"))

    assert found == [("What?", "Is it so?\nYes."), ("Why?", "b")]


def test_an_answer_s_mark_begins_no_question_in_a_notebook() -> None:
    cells = ("Q1: What?", "A: Is it so?\nYes.", "Q2: Why?", "A: b")

    assert pairs("a.ipynb", _notebook(*cells)) == [("What?", "Is it so?\nYes."), ("Why?", "b")]


def test_a_cell_that_does_not_ask_is_named_where_all_others_do() -> None:
    found = of("a.ipynb", _notebook("Hello", "What?\n\na", "Name it.\n\nb", "Why?\n\nc"))

    assert asked(found) == ["What?", "Why?"]
    assert [note.message for note in found.notes] == [
        "left out, it stands before the first question: 'Hello'",
        "kept in the answer above, it does not ask: 'Name it.'",
    ]


def test_options_below_a_heading_keep_their_first_letter() -> None:
    text = "## Which are there?\n\nA. clone\nB. view\n\n## Why?\n\nA. So.\n"

    assert [answer for _, answer in pairs("a.md", text)] == ["A. clone\nB. view", "So."]
