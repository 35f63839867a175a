"""Plain text: a whole file of traps, and the many ways to mark a question and an answer."""

import pytest

from knowledge.importing.questionnaire import Code
from tests.knowledge.importing.reading import asked, of, read, refused

ONE = "Ans: Something.\n"


def test_a_file_full_of_traps_is_cut_right() -> None:
    found = read("traps.txt")

    assert asked(found) == [
        "Which axis does sum(0) take away, and what is left of the shape?",
        "In which steps does a batch go through a linear layer?",
        "What does argmax return for a vector with one largest number?",
        "If a matrix of size 2×3 is multiplied with one of size 3×4, what comes out? (Do try it)",
        "Does a transposed tensor need memory of its own? Why or why not?",
        "Write a matrix times a vector as an einsum.",
        "How do we read a slice with a step?",
        "Why is a seed set before random numbers are drawn?",
        "What happens to a number that is too large for float16?",
        "How can a learning rate that is too high be told?",
    ]
    assert [str(note) for note in found.notes] == [
        "traps.txt:1: left out, it stands before the first question: 'In [ ]:'"
    ]
    # Its third item has the number of the question that follows.
    assert found.questions[1].answer.startswith("1. The inputs")
    assert found.questions[1].answer.endswith("as the layer has outputs.")


def test_code_without_fences_is_found_with_what_it_shows() -> None:
    argmax = read("traps.txt").questions[2]

    assert argmax.code == (
        Code((25, 26), "v = torch.tensor([1, 7, 3, 2])\nv.argmax().item()", "1"),
        Code((32, 33), "w = torch.tensor([4., 9.])\nw.argmax().item()"),
    )
    assert [part.line for part in argmax.parts] == [22, 25, 30, 32]


def test_a_comment_behind_the_mark_begins_the_code() -> None:
    [code] = read("traps.txt").questions[3].code

    assert code.line == 37
    assert code.source.startswith("# Load what is needed\nimport numpy as np\n")
    assert code.source.endswith("# Colour it\ncoloured = palette.colour(left)")


def test_a_session_ends_where_words_go_on() -> None:
    slices = read("traps.txt").questions[6]

    assert [(code.source, code.output) for code in slices.code] == [
        ("a = np.arange(12)\n\nb = np.array([[0, 1],\n              [2, 3]])", None),
        ("a[::2]", "array([ 0,  2,  4,  6,  8, 10])"),
        ("np.take(a,\n[0, 2, 4, 6, 8, 10])", "array([ 0,  2,  4,  6,  8, 10])"),
    ]
    assert "So here, the step of two" in slices.prose


@pytest.mark.parametrize(
    "mark",
    [
        *("Ans:", "ans :", "ANSWER:", "Answer 1:", "Ans.", "Ans -", "Ans –", "Answer —", "Sol."),
        *("**Ans:**", "**Ans.**", "Ans.:", "Solution:", "Solution\n", "Antwort:", "Respuesta:"),
    ],
)
def test_an_answer_s_mark_has_many_forms(mark: str) -> None:
    found = of("a.txt", f"1 What is it?\n{mark} Something.\n2 What else?\n{mark}\nMore.\n")

    assert [one.answer.strip() for one in found.questions] == ["Something.", "More."]


@pytest.mark.parametrize(
    "head",
    [
        *("1", "1.", "1)", "(1)", "Q1.", "Q1", "Question 1:", "**1.", "**1**", "#1", "1000."),
        *("1 —", "1.-", "1°", "Question n°1:", "Frage 1:", "Qn 1.", "Exercise 1:", "Q:"),
        *("- question:", "(a)", "I.", "-", "\u2022\t", "1.1", "1. [2 marks]", "Q1 (2 pts):"),
    ],
)
def test_what_stands_before_a_question_has_many_forms(head: str) -> None:
    assert asked(of("a.txt", f"{head} What is it?\n{ONE}")) == ["What is it?"]


@pytest.mark.parametrize(
    ("name", "text", "got"),
    [
        ("a.txt", "Dear class,\n\nthis is a letter.\n", "1: none"),
        ("a.txt", "Hello.\n\nI. What?\nThis.\n", "3: only 'I. What?'"),
        ("a.txt", "# What?\nThis.\n\n# Why?\nSo.\n", "1: only '# What?'"),
        ("a.md", "> 1. What?\n> Ans: a\n", "1: only '> 1. What?'"),
        ("a.md", "Make one.\n", "1: none"),
    ],
)
def test_a_file_without_questions_is_told_what_was_expected(name: str, text: str, got: str) -> None:
    [problem] = refused(name, text)

    line, said = got.split(": ")
    assert problem.startswith(f"{name}:{line}: expected questions such as '1 How ...?', each with")
    assert problem.endswith(f", got {said}")
