"""What an answer shows is no question: no output, step or remark in it cuts or refuses a file."""

import json

import pytest

from tests.knowledge.importing.reading import asked, of, refused

_LOOP = 'With for:\n\nfor i in range(1, 3):\n    print("Task", i)\n\n'


@pytest.mark.parametrize(
    "answer",
    [
        f"{_LOOP}Task 1\nTask 2",
        f"{_LOOP}Task 1",
        f"{_LOOP}Output:\nTask 1\nTask 2",
        ">>> f()\nQuestion 1\nQuestion 2",
        "See\nExercise 3\nfor more.",
        "Task 1\ndone\nTask 2\ndone",
        "So.\n\nTask 1\n\nTask 2",
    ],
)
@pytest.mark.parametrize("form", ["{1}\nAns: {2}\n", "{0}. {1}\nAns: {2}\n"])
def test_a_shown_line_such_as_task_1_is_no_question(form: str, answer: str) -> None:
    text = f"{form.format(1, 'What?', answer)}\n{form.format(2, 'Why?', 'b')}"

    found = of("a.txt", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", answer),
        ("Why?", "b"),
    ]


@pytest.mark.parametrize("answer", [f"{_LOOP}Task 1\nTask 2", "See\n\nExercise 3\n\nfor more."])
def test_a_first_question_that_does_not_ask_comes_before_what_its_answer_shows(answer: str) -> None:
    found = of("a.txt", f"Q: Name it.\nA: {answer}\n\nQ: Why?\nA: So.\nAnswer: b\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("Name it.", answer),
        ("Why?", "So.\nAnswer: b"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Problem {}\n\nThis is about views.\n\n",
        "Exercise {}\nViews and copies\n\n",
        "Exercise {}\n\n",
    ],
)
@pytest.mark.parametrize("lead", ["{}. ", "{}) "])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_an_exercise_s_title_may_have_words_below_it(name: str, title: str, lead: str) -> None:
    one, two = lead.format(1), lead.format(2)
    part = f"{{0}}{one}What?\nAnswer: a\n\n{two}Why?\nAnswer: b\n\n"

    found = of(name, part.format(title.format(1)) + part.format(title.format(2)))

    assert asked(found) == ["What?", "Why?"] * 2


def test_the_title_of_a_second_exercise_is_named() -> None:
    text = "Problem {0}\n\nSee views.\n\n{0}. What?\nAnswer: a\n\n"

    found = of("a.txt", text.format(1) + text.format(2))

    assert [str(note) for note in found.notes][-1] == (
        "a.txt:8: kept in the answer above, it may be a title: 'Problem 2'"
    )


@pytest.mark.parametrize(
    "answer",
    [
        'x = 3\nprint(f"Answer: {x}")\n\nOutput:\nAnswer: 3',
        "It is so.\n\nShown:\nAnswer: 3",
        "It is so.\n\nIn short:\n\nAnswer: yes",
        "It is so.\n\nIt works on any tensor.\nAnswer: x.flatten()",
        "It is so.\n\n- it is cheap\nAnswer: yes",
        "It is so.\n\nThe answer is\nAnswer: 3",
    ],
)
@pytest.mark.parametrize("lead", ["", "- "])
def test_a_second_mark_in_an_answer_is_named_and_refuses_nothing(lead: str, answer: str) -> None:
    text = f"{lead}What?\nAnswer: {answer}\n\n{lead}Why?\nAnswer: b\n"

    found = of("a.txt", text)

    assert asked(found) == ["What?", "Why?"]
    assert found.questions[0].answer == answer
    assert [note.message for note in found.notes] == [
        "no question before this mark: kept in the answer"
    ]


def _notebook(*sources: str) -> str:
    """Write cells; what begins with `>` is code."""
    cells = [
        {
            "cell_type": "code" if each.startswith(">") else "markdown",
            "outputs": [],
            "source": each.removeprefix(">"),
        }
        for each in sources
    ]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}, indent=1)


@pytest.mark.parametrize("question", ["{}", "**{}**"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_cell_of_an_answer_may_begin_by_asking(question: str, gap: str) -> None:
    cells = ("Shared.", ">x.data_ptr()", f"Surprised?{gap}Both change.")

    found = of(
        "a.ipynb", _notebook(question.format("What?"), *cells, question.format("Why?"), "Own.")
    )

    assert asked(found) == ["What?", "Why?"]
    assert [note.message for note in found.notes] == [
        "kept in the answer above, though it asks: 'Surprised?'"
    ]


def test_steps_in_cells_of_an_answer_are_no_questions() -> None:
    steps = ("Shared. Then:", ">x", "2. look at the strides", ">y", "3. look at the pointer", ">z")

    found = of("a.ipynb", _notebook("1. What?", *steps, "2. Why?", "Own."))

    assert asked(found) == ["What?", "Why?"]
    assert "\n2. look at the strides\n" in found.questions[0].answer


def test_a_last_cell_with_the_next_number_is_named() -> None:
    found = of("a.ipynb", _notebook("1. What?", "a", "2. Why?", "b", "3. Name it.", "c"))

    assert asked(found) == ["What?", "Why?"]
    assert [note.message for note in found.notes] == [
        "kept in the answer above, no question: '3. Name it.'"
    ]


def test_where_headings_are_the_questions_no_cell_is_said_not_to_ask() -> None:
    run = "What will this show?\nRun it."
    one = _notebook("## 1. Views", run, ">x", "Shared.", "## 2. Copies", "Own.")
    two = _notebook("## What?", "Why does it work?\n\nBecause.", "## Why?", "Own.")

    assert [asked(of("a.ipynb", text)) for text in (one, two)] == [
        ["Views", "Copies"],
        ["What?", "Why?"],
    ]
    assert [of("a.ipynb", text).notes for text in (one, two)] == [(), ()]


@pytest.mark.parametrize("cell", ["Surprised?", "1. Shared", "1. Make the tensor"])
def test_cells_of_answers_stay_as_they_were_written(cell: str) -> None:
    counted = _notebook("1. What?", "So:", cell, "2. Why?", "Own.")
    headed = _notebook("## What?", "So:", cell, "## Why?", "Own.")

    assert of("a.ipynb", headed).questions[0].answer == f"So:\n\n{cell}"
    if not cell.endswith("?"):
        assert of("a.ipynb", counted).questions[0].answer == f"So:\n\n{cell}"


@pytest.mark.parametrize("mark", ["Answer:", "Solution"])
def test_a_mark_alone_on_its_line_is_a_mark_without_a_question(mark: str) -> None:
    [problem] = refused("a.txt", f"Explain views.\n{mark}\nshared.\n")

    assert problem.startswith(f"a.txt:2: '{mark}' is the mark of an answer, but nothing above it")


def test_a_short_mark_below_a_question_without_one_is_told_what_it_needs() -> None:
    [problem] = refused("a.txt", "What is a view?\nA: Shared.\n")

    assert problem == (
        "a.txt:1: 'What is a view?' asks, but 'A:' begins answers only where 'Q:' begins "
        "questions: put 'Ans:' before each answer, below its question"
    )


def test_a_name_in_angle_brackets_is_not_html() -> None:
    [problem] = refused("a.txt", "<x> is a tensor\n")

    assert "HTML" not in problem


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_rule_that_code_printed_stays(name: str) -> None:
    mark = {"a.md": "## {}\n\n", "a.txt": "Q: {}\nA: "}[name]
    text = f'{mark.format("What?")}>>> print("-" * 5)\n\n-----\n\n{mark.format("Why?")}b\n'

    assert of(name, text).questions[0].answer == '>>> print("-" * 5)\n\n-----'


def test_options_in_a_cell_of_a_table_stay_with_the_question() -> None:
    found = of("a.csv", 'question,answer\n"Which one is right?\nx.T\nx.t()",Both\n')

    assert asked(found) == ["Which one is right? x.T x.t()"]
    assert found.questions[0].answer == "Both"


def test_a_bold_item_of_a_list_stays_in_its_answer() -> None:
    found = of("a.md", "**1. What?**\n\nSo:\n\n2. **Make it**\n\n**2. Why?**\n\nb\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What?", "So:\n\n2. **Make it**"),
        ("Why?", "b"),
    ]
