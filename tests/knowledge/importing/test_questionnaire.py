"""Plain text: what is a question, and what only looks like one."""

import pytest

from knowledge.importing.imported import Code, Prose
from tests.knowledge.importing.reading import asked, of, read, refused


def test_a_file_full_of_traps_is_cut_right() -> None:
    assert asked(read("traps.txt")) == [
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


def test_an_empty_notebook_cell_s_mark_is_left_out_and_said() -> None:
    [note] = read("traps.txt").left_out

    assert str(note) == "traps.txt:1: left out, it stands before the first question: 'In [ ]:'"


def test_a_numbered_list_stays_in_its_answer() -> None:
    """Its third item has the number of the question that follows."""
    steps = read("traps.txt").questions[1]

    assert steps.answer.startswith("1. The inputs")
    assert steps.answer.endswith("as the layer has outputs.")


def test_code_without_fences_is_found_with_what_it_shows() -> None:
    argmax = read("traps.txt").questions[2]

    assert argmax.code == (
        Code(25, "v = torch.tensor([1, 7, 3, 2])\nv.argmax().item()", "1"),
        Code(32, "w = torch.tensor([4., 9.])\nw.argmax().item()"),
    )


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


def test_a_part_knows_its_line() -> None:
    parts = read("traps.txt").questions[2].parts

    assert [part.line for part in parts] == [22, 25, 30, 32]


@pytest.mark.parametrize(
    "mark", ["Ans:", "ans :", "ANSWER:", "Answer 1:", "Ans.", "Ans -", "**Ans:**", "Solution:"]
)
def test_an_answer_s_mark_has_many_forms(mark: str) -> None:
    found = of("a.txt", f"1 What is it?\n{mark} Something.\n2 What else?\n{mark}\nMore.\n")

    assert [one.answer for one in found.questions] == ["Something.", "More."]


@pytest.mark.parametrize("number", ["1", "1.", "1)", "(1)", "Q1.", "Question 1:", "**1.", "#1"])
def test_a_question_s_number_has_many_forms(number: str) -> None:
    assert asked(of("a.txt", f"{number} What is it?\nAns: Something.\n")) == ["What is it?"]


def test_questions_without_numbers_are_known_by_the_answers_below() -> None:
    text = "Q: What is it?\nA: This.\nQ: And that?\nA: That.\n\nReally?\nAns: Yes."

    assert asked(of("a.txt", text)) == ["What is it?", "And that?", "Really?"]


def test_a_question_may_go_on_over_some_lines() -> None:
    text = "1 What is the size of\n3 x 3 matrices that\nare added?\n\nAns: The same."

    assert asked(of("a.txt", text)) == ["What is the size of 3 x 3 matrices that are added?"]


def test_questions_without_marks_are_known_by_how_they_end() -> None:
    text = "1. What is a row?\nA line.\n1. one\n2. two\n\n2. What is a column?\nAnother.\n"

    found = of("a.txt", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What is a row?", "A line.\n1. one\n2. two"),
        ("What is a column?", "Another."),
    ]


def test_a_file_may_begin_with_any_number() -> None:
    assert len(of("a.txt", "18 What?\nAns: a\n19 Why?\nAns: b").questions) == 2


def test_a_number_given_twice_is_read_and_said() -> None:
    found = of("a.txt", "1 What?\nAns: a\n\n1 Why?\nAns: b\n\n2 How?\nAns: c\n")

    assert asked(found) == ["What?", "Why?", "How?"]
    assert [str(note) for note in found.left_out] == ["a.txt:4: expected question 2 next, got 1"]


def test_a_question_without_an_answer_is_named_with_its_line() -> None:
    text = "1 What?\nAns: a\n\n2 Why is there\nnothing?\n\n3 How?\nAns: c\n"

    assert refused("a.txt", text) == ["a.txt:4: the question 'Why is there' has no answer"]


def test_a_last_question_without_an_answer_is_named() -> None:
    assert refused("a.txt", "1 What?\nAns: a\n\n2 Why?\n") == [
        "a.txt:4: the question 'Why?' has no answer"
    ]


def test_a_first_question_without_an_answer_is_named() -> None:
    assert refused("a.txt", "1 What?\n\n2 Why?\nAns: b\n") == [
        "a.txt:1: the question 'What?' has no answer"
    ]


def test_questions_may_be_listed_before_they_are_answered() -> None:
    text = "1 What?\n2 Why?\n\nHere we go:\n\n1 What?\nAns: a\n2 Why?\nAns: b\n"

    found = of("a.txt", text)

    assert asked(found) == ["What?", "Why?"]
    assert [note.line for note in found.left_out] == [1, 2, 4]


def test_a_mark_with_nothing_behind_it_is_named() -> None:
    assert refused("a.txt", "1 What?\nAns:\n\n2 Why?\nAns: b\n") == [
        "a.txt:1: the question 'What?' has no answer"
    ]


def test_one_fault_refuses_the_whole_file_and_all_faults_are_named() -> None:
    text = "1 What?\nAns:\n2 Why?\nAns: b\n3 How?\n4 When?\nAns: d\n5 Who?\n"

    assert [problem.split(": ")[0] for problem in refused("a.txt", text)] == [
        "a.txt:1",
        "a.txt:5",
        "a.txt:8",
    ]


def test_a_file_without_questions_is_told_what_was_expected() -> None:
    [problem] = refused("a.txt", "Dear class,\n\nthis is a letter.\n")

    assert problem.startswith("a.txt:1: expected questions such as '1 How ...?'")


def test_a_mark_in_the_middle_of_an_answer_stays_there_and_is_said() -> None:
    found = of("a.txt", "1 What?\nAns: It is so.\nSome more words.\nAnswer: 42\n2 Why?\nAns: b\n")

    assert found.questions[0].answer.endswith("Answer: 42")
    assert [str(note) for note in found.left_out] == [
        "a.txt:4: no question before this mark: kept in the answer"
    ]


def test_what_stands_in_a_fence_is_no_question() -> None:
    text = "1 What?\nAns: This:\n```\n2 Why?\nAns: no\n```\n2 How?\nAns: so\n"

    found = of("a.txt", text)

    assert asked(found) == ["What?", "How?"]
    assert [type(part) for part in found.questions[0].parts] == [Prose]
