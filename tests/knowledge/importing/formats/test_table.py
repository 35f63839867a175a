import pytest

from tests.knowledge.importing.reading import asked, of, refused, told


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_first_row(delimiter: str) -> None:
    text = f'Question{delimiter}"Answer"\n"What, or; which?"{delimiter}This.\n'

    assert asked(of("a.csv", text)) == ["What, or; which?"]


def test_a_spreadsheet_may_name_its_delimiter() -> None:
    found = of("a.csv", "sep=;\nquestion;answer\nWhat, or which?;This.\n")

    assert [(one.line, one.question) for one in found.questions] == [(3, "What, or which?")]


@pytest.mark.parametrize(
    "names",
    [
        *("question,answer", "QUESTIONS,Ans.", " Q , A ", "Prompt 1,Answers", "Frage,Antwort"),
        *("Pregunta,Respuesta", "Question,Réponse", "Fragen,LÖSUNG"),
    ],
)
def test_names_of_columns_may_vary(names: str) -> None:
    assert asked(of("a.csv", f"{names}\nWhat?,This.\n")) == ["What?"]


def test_the_column_of_code_is_code_whatever_it_looks_like() -> None:
    text = 'question,answer,code\nWhat?,This.,not code\nHow?,,"x = 1\nx\n"\nWhy?,So.,">>> 2\n2"\n'

    assert [told(one) for one in of("a.csv", text).questions] == [
        [("prose", "This."), ("code", "not code", "")],
        [("code", "x = 1\nx", "")],
        [("prose", "So."), ("code", "2", "2")],
    ]


def test_parts_know_their_lines_behind_cells_of_several() -> None:
    text = (
        "code,question,answer\n"
        '"x = 1\nx\n","What\nis it?","\nThis:\n\n```python\ny = 2\n```\nFine."\n'
        '\nz = 3,"\nHow?",So.\n'
    )

    first, second = of("a.csv", text).questions

    assert [(one.line, one.question) for one in (first, second)] == [
        (4, "What is it?"),
        (14, "How?"),
    ]
    assert [part.line for part in first.parts] == [6, 9, 11, 2]
    assert [part.line for part in second.parts] == [14, 13]


def test_the_code_of_a_question_begins_its_answer() -> None:
    text = 'question,answer\n"What?\n\n```python\nx = 1\n```","```python\ny = 2\n```"\n'

    found = of("a.csv", text)

    assert asked(found) == ["What?"]
    assert [part.line for part in found.questions[0].parts] == [5, 7]
    assert [str(note) for note in found.notes] == [
        "a.csv:4: the code of this question begins its answer"
    ]


def test_a_column_that_is_not_read_is_said() -> None:
    """One of numbers is often named for exercises, and `A` beside `B` is an option."""
    found = of("a.csv", "Aufgabe,Question,A,B,Answer\n1,What?,squeeze,stack,B\n")

    assert [(one.question, one.answer) for one in found.questions] == [("What?", "B")]
    assert [str(note) for note in found.notes] == [
        "a.csv:1: left out, the column 'A'",
        "a.csv:1: left out, the column 'Aufgabe'",
        "a.csv:1: left out, the column 'B'",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("What?,This.\n", "1: expected a first row that names the columns question and"),
        ("question,answer\n", "1: expected rows with questions below the first, got none"),
        ("question,answer\nWhat?,\n", "2: the question 'What?' has no answer"),
        ("question,answer\n,This.\n", "2: expected a question in this row, got none"),
        ("question,answer\nWhat?,This, too.\n", "2: expected 2 cells as in the first row"),
        ("question;answer\nWhat?\n", "2: expected 2 cells as in the first row, got 1"),
        ('question,answer\nWhat?,"This.\n', "2: this row cannot be read as CSV: a quote in"),
        ('question,answer\nWhat?,"Call it "x" now."\n', "2: this row cannot be read as CSV: a"),
        # A quiz has a column for each answer to choose from, and the first is as often wrong.
        ("Question,Answer 1,Answer 2\na,b,c\n", "1: expected one column of questions and one of"),
        ("Question 1,Question 2,Answer\na,b,c\n", "1: expected one column of questions and one of"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(text: str, problem: str) -> None:
    [found] = refused("a.csv", text)

    assert found.startswith(f"a.csv:{problem}")


def test_every_row_that_cannot_be_used_is_named() -> None:
    assert len(refused("a.csv", "question,answer\nWhat?,\nHow?,So.\n,This.\n")) == 2
