"""Tables of Markdown."""

import pytest

from tests.knowledge.importing.reading import asked, of, refused

TABLE = "| Question | Answer | Tag |\n|:--|---|--:|\n| What is `a \\| b`? | Or.<br>Both. | x |\n"


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_row_is_a_question_where_the_first_names_the_columns(name: str) -> None:
    found = of(name, f"# Quiz\n\n{TABLE}| Why? | So. | y |\n")

    assert [(one.line, one.question, one.answer) for one in found.questions] == [
        (5, "What is `a | b`?", "Or.\nBoth."),
        (6, "Why?", "So."),
    ]
    assert [str(note) for note in found.notes] == [
        f"{name}:1: left out, it stands above the table: '# Quiz'",
        f"{name}:3: left out, the column 'Tag'",
    ]


def test_a_row_without_an_answer_refuses_all() -> None:
    assert refused("a.md", f"{TABLE}| Why? | | y |\n") == [
        "a.md:4: the question 'Why?' has no answer"
    ]


def test_a_table_in_an_answer_is_no_file_of_questions() -> None:
    assert asked(of("a.md", f"## What is in it?\n\n{TABLE}\nThat is all.\n")) == ["What is in it?"]
