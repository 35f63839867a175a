"""A file by its name and bytes: formats, encodings, and what is refused in a sentence."""

import pytest

from knowledge.importing.decoding import LIMIT_BYTES, MOST_CHARACTERS, MOST_LINES
from knowledge.importing.reading import MOST_QUESTIONS
from tests.knowledge.importing.reading import FILES, asked, of, read, refused, told

ONE = "1 What is naïve about 5 × 3?\nAns: It is « nothing ».\n"


def test_four_formats_give_the_same_questions_and_answers() -> None:
    text, *others = [read(f"shapes.{kind}") for kind in ("txt", "md", "csv", "ipynb")]

    assert len(text.questions) == 3
    for other in others:
        assert asked(other) == asked(text)
        assert [told(one) for one in other.questions] == [told(one) for one in text.questions]


def test_what_belongs_to_no_question_is_named_with_its_line() -> None:
    [note] = read("shapes.md").notes

    assert str(note) == (
        "shapes.md:1: left out, it stands before the first question: '# Questions about shapes'"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
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


def test_bytes_of_no_encoding_are_named_with_their_line() -> None:
    assert refused("class.txt", b"1 What?\nAns: caf\xe9 \x81\n") == [
        "class.txt:2: expected UTF-8 or Windows-1252, got a byte that is neither: save it as UTF-8"
    ]


def test_half_a_file_in_utf_16_is_named_with_its_line() -> None:
    [problem] = refused("class.txt", ONE.encode("utf-16")[:-1])

    assert problem == "class.txt:2: expected UTF-16-LE to its end, got other bytes"


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    [problem] = refused("class.txt", data)

    assert problem == "class.txt:1: expected questions and answers, got an empty file"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04", "a Word, Excel or zip file"),
        (b"\x89PNG", "an image"),
    ],
)
def test_a_file_that_is_no_text_is_called_by_its_name(start: bytes, kind: str) -> None:
    [problem] = refused("class.docx", start + b"\x00" * 100)

    assert problem.endswith(f"got {kind}: save it as text")


def test_a_control_character_is_named_with_its_line() -> None:
    [problem] = refused("class.txt", "1 What?\nAns: a\x1b[0m\n")

    assert problem == "class.txt:2: expected text, got the control character '\\x1b'"


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    [problem] = refused("class.txt", b"a" * (LIMIT_BYTES + 1))

    assert problem == "class.txt:1: expected at most 4 MiB, got 4.0: split it"


def test_too_many_lines_are_refused() -> None:
    [problem] = refused("class.txt", ONE + "\n" * MOST_LINES)

    assert f"expected at most {MOST_LINES} lines" in problem


def test_a_line_that_no_person_wrote_is_named() -> None:
    [problem] = refused("class.txt", f"{ONE}\n{'a' * (MOST_CHARACTERS + 1)}\n")

    assert problem == "class.txt:4: expected at most 10000 characters, got 10001"


def test_too_many_questions_are_refused_with_the_line_of_the_first_one_too_many() -> None:
    text = "".join(f"Q: What is {n}?\nAns: A number.\n" for n in range(MOST_QUESTIONS + 5))

    [problem] = refused("class.txt", text)

    assert problem == (
        f"class.txt:{2 * MOST_QUESTIONS + 1}: expected at most 300 questions, got 305: "
        "split the file"
    )


def test_a_name_without_a_known_ending_is_read_as_text() -> None:
    assert asked(of("QUESTIONS", ONE)) == asked(of("questions.TXT", ONE))


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
