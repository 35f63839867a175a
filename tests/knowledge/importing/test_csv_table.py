import pytest

from tests.knowledge.importing.reading import asked, of, refused, told


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_first_row(delimiter: str) -> None:
    text = f'Question{delimiter} "Answer"\nWhat, or; which?{delimiter}This.\n'
    text = text.replace("What, or; which?", '"What, or; which?"')

    assert asked(of("a.csv", text.replace(' "', '"'))) == ["What, or; which?"]


def test_a_spreadsheet_may_name_its_delimiter() -> None:
    found = of("a.csv", "sep=;\nquestion;answer\nWhat, or which?;This.\n")

    assert [(one.line, one.question) for one in found.questions] == [(3, "What, or which?")]


@pytest.mark.parametrize(
    "names",
    [
        "question,answer",
        "QUESTIONS,Ans.",
        " Q , A ",
        "Prompt 1,Answers",
        "Frage,Antwort",
        "Pregunta,Respuesta",
        "Question,Réponse",
        "Fragen,LÖSUNG",
    ],
)
def test_names_of_columns_may_vary(names: str) -> None:
    assert asked(of("a.csv", f"{names}\nWhat?,This.\n")) == ["What?"]


def test_the_column_of_code_is_code_whatever_it_looks_like() -> None:
    found = of("a.csv", 'question,answer,code\nWhat?,This.,not code\nHow?,,"x = 1\nx\n"\n')

    assert [told(one) for one in found.questions] == [
        [("prose", "This."), ("code", "not code", "")],
        [("code", "x = 1\nx", "")],
    ]


def test_a_session_in_the_column_of_code_loses_its_prompts() -> None:
    found = of("a.csv", 'code,question,answer\n">>> 1 + 1\n2",What?,This.\n')

    assert told(found.questions[0])[1] == ("code", "1 + 1", "2")


def test_a_row_knows_its_line() -> None:
    found = of("a.csv", 'question,answer\n"What\nelse?","This.\n\nThat."\n\nHow?,So.\n')

    assert [(one.line, one.question) for one in found.questions] == [(2, "What else?"), (7, "How?")]


def test_parts_know_their_lines_behind_cells_of_several() -> None:
    text = (
        "code,question,answer\n"
        '"x = 1\nx\n","What\nis it?","\nThis:\n\n```python\ny = 2\n```\nFine."\n'
        'z = 3,"\nHow?",So.\n'
    )

    first, second = of("a.csv", text).questions

    assert [(one.line, one.question) for one in (first, second)] == [
        (4, "What is it?"),
        (13, "How?"),
    ]
    assert [part.line for part in first.parts] == [6, 9, 11, 2]
    assert [part.line for part in second.parts] == [13, 12]


def test_the_code_of_a_question_and_its_answer_know_their_lines() -> None:
    text = 'question,answer\n"What?\n\n```python\nx = 1\n```","```python\ny = 2\n```"\n'

    [one] = of("a.csv", text).questions

    assert [part.line for part in one.parts] == [5, 7]


def test_a_column_that_is_not_read_is_said() -> None:
    found = of("a.csv", "question,answer,level\nWhat?,This.,2\n")

    assert [str(note) for note in found.notes] == ["a.csv:1: left out, the column 'level'"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("What?,This.\n", "a.csv:1: expected a first row that names the columns question and"),
        ("question,answer\n", "a.csv:1: expected rows with questions below the first, got none"),
        ("question,answer\nWhat?,\n", "a.csv:2: the question 'What?' has no answer"),
        ("question,answer\n,This.\n", "a.csv:2: expected a question in this row, got none"),
        ("question,answer\nWhat?,This, too.\n", "a.csv:2: expected 2 cells as in the first row"),
        (
            'question,answer\nWhat?,"This.\n',
            "a.csv:2: this row cannot be read as CSV: a quote that opens a cell is never closed",
        ),
        (
            'question,answer\nWhat?,"Call it "x" now."\n',
            "a.csv:2: this row cannot be read as CSV: a quote in a quoted cell has to be doubled",
        ),
        ("question;answer\nWhat?\n", "a.csv:2: expected 2 cells as in the first row, got 1"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(text: str, problem: str) -> None:
    [found] = refused("a.csv", text)

    assert found.startswith(problem)


def test_every_row_that_cannot_be_used_is_named() -> None:
    assert len(refused("a.csv", "question,answer\nWhat?,\nHow?,So.\n,This.\n")) == 2


def test_the_code_of_a_question_begins_its_answer() -> None:
    cell = '"What does this show?\n\n```python\nx = torch.zeros(2)\nx.shape\n```"'

    found = of("a.csv", f"question,answer\n{cell},torch.Size([2])\nWhy?,So.\n")

    assert asked(found) == ["What does this show?", "Why?"]
    assert told(found.questions[0]) == [
        ("code", "x = torch.zeros(2)\nx.shape", ""),
        ("prose", "torch.Size([2])"),
    ]
    assert [str(note) for note in found.notes] == [
        "a.csv:4: the code and options of this question begin its answer"
    ]


def test_a_first_row_that_comes_again_is_no_question() -> None:
    """Tables of several classes are put below each other."""
    found = of("a.csv", "Question,Answer\nWhat?,a\nQuestion,Answer\nWhy?,b\n")

    assert asked(found) == ["What?", "Why?"]
    assert [str(note) for note in found.notes] == ["a.csv:3: left out, the first row once more"]


def test_the_name_of_an_exercise_is_not_its_question() -> None:
    """A column of numbers is often called so, before the one that asks."""
    assert asked(of("a.csv", "Aufgabe,Question,Answer\n1,What?,This.\n")) == ["What?"]


@pytest.mark.parametrize(
    ("names", "got"),
    [
        ("Question,Answer 1,Answer 2,Correct answer", "'Answer 1', 'Answer 2'"),
        ("Question,Answer,Tags,Answer", "'Answer', 'Answer'"),
        ("Question 1,Question 2,Tags,Answer", "'Question 1', 'Question 2'"),
    ],
)
def test_columns_of_one_name_are_not_chosen_from(names: str, got: str) -> None:
    """A quiz has a column for each answer to choose from, and the first is as often wrong."""
    [problem] = refused("a.csv", f"{names}\nWhich?,squeeze,unsqueeze,2\n")

    assert problem.startswith("a.csv:1: ")
    assert f"got {got}: " in problem


def test_a_column_for_each_option_is_the_answer_where_its_letter_is() -> None:
    found = of("a.csv", "Question,A,B,Answer\nWhich?,squeeze,unsqueeze,B\n")
    [problem] = refused("b.csv", "Question,A,B,Correct\nWhich?,squeeze,unsqueeze,B\n")

    assert found.questions[0].answer == "unsqueeze"
    assert [str(note) for note in found.notes] == [
        "a.csv:1: left out, the column 'A'",
        "a.csv:1: left out, the column 'B', where it is not the answer",
    ]
    assert problem.startswith("b.csv:1: expected a first row that names the columns")


@pytest.mark.parametrize("letter", ["n", "x"])
def test_a_letter_is_the_answer_where_no_columns_are_options(letter: str) -> None:
    """A column of counts has a letter for its name, too."""
    found = of("a.csv", f"{letter},Question,Answer\n12,What counts rows?,{letter}\n")

    assert [one.answer for one in found.questions] == [letter]
