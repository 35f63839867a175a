"""A file by its name and bytes: formats, encodings, and what is refused in a sentence."""

import pytest

from knowledge.importing.questionnaire import LIMIT_BYTES, MOST_CHARACTERS, MOST_LINES
from knowledge.importing.reading import MOST_QUESTIONS
from tests.knowledge.importing.reading import FILES, asked, of, read, refused, told

ONE = "1 What is naïve about 5 × 3?\nAns: It is « nothing ».\n"


def test_four_formats_give_the_same_questions_and_answers() -> None:
    text, *others = [read(f"shapes.{kind}") for kind in ("txt", "md", "csv", "ipynb")]

    assert len(text.questions) == 3
    for other in others:
        assert asked(other) == asked(text)
        assert [told(one) for one in other.questions] == [told(one) for one in text.questions]


@pytest.mark.parametrize(
    "name", ["a.gift", "a.json", "a.jsonl", "a.tex", "a.qmd", "a.Rmd", "a.org", "a.html", "a.yaml"]
)
def test_a_file_of_another_program_is_told_to_come_as_csv(name: str) -> None:
    [problem] = refused(name, ONE)

    assert problem.startswith(f"{name}:1: expected text (.txt), Markdown (.md), a table (.csv), a")
    assert problem.endswith("export it as CSV, with columns named question and answer")


def test_any_other_name_is_read_as_text() -> None:
    assert asked(of("QUESTIONS", ONE)) == asked(of("questions.TXT", ONE))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    found = of("class.txt", ONE.encode(encoding))

    assert asked(found) == ["What is naïve about 5 × 3?"]
    assert found.notes == ()


def test_an_old_windows_encoding_is_read_and_said() -> None:
    found = of("class.txt", ("\n" + ONE).encode("cp1252"))

    assert found.questions[0].answer == "It is « nothing »."
    [note] = found.notes
    assert str(note).startswith("class.txt:2: this is not UTF-8; read as Windows-1252")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(end: str) -> None:
    text = (FILES / "traps.txt").read_text("utf-8")

    assert of("traps.txt", text.replace("\n", end).encode()) == read("traps.txt")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"1 What?\nAns: caf\xe9 \x81\n", "2: expected UTF-8 or Windows-1252, got other bytes"),
        (b"\n \n", "1: expected questions and answers, got an empty file"),
        (b"\xff\xfe", "1: expected questions and answers, got an empty file"),
        (b"%PDF-1.7", "1: expected text, Markdown, CSV or a notebook, got a PDF: save it as text"),
        (b"PK\x03\x04\0", "1: expected text, Markdown, CSV or a notebook, got a Word, Excel or"),
        (b"1 What?\nAns: a\x1b[0m\n", "2: expected text, got the control character '\\x1b'"),
        (b"a" * (LIMIT_BYTES + 1), "1: expected at most 4 MiB, got 4.0: split it"),
        (b"\n" * (MOST_LINES + 1) + b"a", f"{MOST_LINES + 1}: expected at most {MOST_LINES} lin"),
        (b"\n" + b"a" * (MOST_CHARACTERS + 1), "2: expected at most 10000 characters, got 10001"),
        (
            b"Q: What is it?\nAns: A number.\n" * (MOST_QUESTIONS + 5),
            f"{2 * MOST_QUESTIONS + 1}: expected at most 300 questions, got 305: split the file",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(data: bytes, problem: str) -> None:
    [found] = refused("class.txt", data)

    assert found.startswith(f"class.txt:{problem}")


def test_what_word_processors_put_in_unseen_changes_nothing() -> None:
    written = "1. What is a row?\nAns: A line.\nx = 1\n\n2. What is a column?\nAns: Another.\n"
    exported = (
        written.replace("1. ", "\u200b1.\u00a0")
        .replace("Ans: ", "\u00a0Ans:\u202f")
        .replace("x = ", "x\u00a0=\u00a0")
        .replace("column", "col\u00adumn")
        .replace("Another", "\u2066Another\u2069")
    )

    found = of("class.txt", exported)

    assert [(one.question, told(one)) for one in found.questions] == [
        (one.question, told(one)) for one in of("class.txt", written).questions
    ]


def test_a_page_break_begins_a_line_and_counts_for_none() -> None:
    text = "1. What?\nAns: This.\n\n\u2022\tone\n\u2022\ttwo\n\x0c2.\tWhy?\nAns: So.\x0bAnd so.\n"

    found = of("class.txt", text)

    assert [(one.line, one.question, one.answer) for one in found.questions] == [
        (1, "What?", "This.\n\n\u2022\tone\n\u2022\ttwo"),
        (6, "Why?", "So.\nAnd so."),
    ]
