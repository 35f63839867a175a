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
    [note] = read("traps.txt").notes

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
    "mark",
    [
        "Ans:",
        "ans :",
        "ANSWER:",
        "Answer 1:",
        "Ans.",
        "Ans -",
        "**Ans:**",
        "**Ans.**",
        "Ans.:",
        "Solution:",
        "Antwort:",
        "Respuesta:",
    ],
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
    assert [str(note) for note in found.notes] == ["a.txt:4: expected question 2 next, got 1"]


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
    assert [note.line for note in found.notes] == [1, 2, 4]


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
    assert [str(note) for note in found.notes] == [
        "a.txt:4: no question before this mark: kept in the answer"
    ]


def test_what_stands_in_a_fence_is_no_question() -> None:
    text = "1 What?\nAns: This:\n```\n2 Why?\nAns: no\n```\n2 How?\nAns: so\n"

    found = of("a.txt", text)

    assert asked(found) == ["What?", "How?"]
    assert [type(part) for part in found.questions[0].parts] == [Prose]


@pytest.mark.parametrize(
    "mark",
    [
        "(a) ",
        "I. ",
        "- ",
        "\u2022\t",
        "1.1 ",
        "Exercise 1: ",
        "Q1 ",
        "1000. ",
        "Frage 1: ",
        "Qn 1. ",
    ],
)
def test_what_stands_before_a_question_is_no_part_of_it(mark: str) -> None:
    assert asked(of("a.txt", f"{mark}What is it?\nAns: Something.\n")) == ["What is it?"]


def test_what_a_question_is_worth_is_no_part_of_it() -> None:
    text = "1. What? (2 points)\nAns: a\n2. Why? [1 mark]\nAns: b\n"

    assert asked(of("a.txt", text)) == ["What?", "Why?"]


@pytest.mark.parametrize("head", ["{}. [2 marks] ", "Q{} (2 pts): ", "Question {} (1 point) - "])
def test_what_a_question_is_worth_may_stand_before_it(head: str) -> None:
    text = f"{head.format(1)}What?\nAns: a\n\n{head.format(2)}Why?\nAns: b\n"

    assert asked(of("a.txt", text)) == ["What?", "Why?"]


def test_a_number_behind_a_mark_is_the_answer() -> None:
    text = "1. How many?\nAns. 6\n\n2. Which slice?\nAns. 1:3\n\n3. How long?\nAns. 2) b\n"

    assert [one.answer for one in of("a.txt", text).questions] == ["6", "1:3", "2) b"]


def test_a_mark_may_stand_alone_without_a_colon() -> None:
    [one] = of("a.txt", "1. What is it?\nSolution\nSomething.\n").questions

    assert one.answer == "Something."


@pytest.mark.parametrize(
    ("text", "line", "question"),
    [
        ("Q1: What?\nAns: a\n\nQ2: Why?\n\nQ3: How?\nAns: c\n", 4, "Why?"),
        ("Q1: What?\nAns: a\n\nQ2: Why?\n", 4, "Why?"),
        ("Q: What?\nA: a\n\nQ: Name it\n\nQ: How?\nA: c\n", 4, "Name it"),
        ("Q: What?\nA: a\n\nQ3 Why?\nSo.\n", 4, "Q3 Why?"),
        ("1.1 What?\nAns: a\n\n1.2 Why?\n\n1.3 How?\nAns: c\n", 4, "1.2 Why?"),
        ("(a) What?\nAns: a\n\n(b) Why?\n\n(c) How?\nAns: c\n", 4, "(b) Why?"),
    ],
)
def test_no_question_without_an_answer_hides_in_another_answer(
    text: str, line: int, question: str
) -> None:
    [problem] = refused("a.txt", text)

    assert problem.startswith(f"a.txt:{line}: the question ")
    assert question.rsplit(maxsplit=1)[-1] in problem


def test_letters_that_are_explained_are_no_questions() -> None:
    text = "1 What does attention need?\nAns: Three:\nQ: the queries\nK: the keys\n"

    assert len(of("a.txt", text).questions) == 1


def test_a_long_question_keeps_its_head_above_a_line_with_a_number() -> None:
    text = (
        "1. A film has frames of shape (24, 3, 90, 160),\nwith 24 a second,\n3 colours,\n"
        "90 rows\nand 160 columns;\nhow long is it?\nAns: A second.\n\n2. What?\nAns: a\n"
    )

    assert asked(of("a.txt", text))[0] == (
        "A film has frames of shape (24, 3, 90, 160), with 24 a second, 3 colours, 90 rows "
        "and 160 columns; how long is it?"
    )


@pytest.mark.parametrize("gap", ["", "\n"])
def test_code_in_a_question_begins_its_answer(gap: str) -> None:
    text = f"1. What does this show?\n{gap}x = torch.ones(4)\nprint(x.sum())\n\nAns: Four.\n"

    found = of("a.txt", text)

    [one] = found.questions
    assert one.question == "What does this show?"
    assert [type(part) for part in one.parts] == [Code, Prose]
    assert "the code and options of this question begin its answer" in str(found.notes[0])


def test_options_to_choose_from_belong_to_their_question() -> None:
    options = "A) one\nB) two\nC) three\nD) four\nE) five\n"

    found = of("a.txt", f"1. Which?\n{options}Ans: B\n\n2. Or which?\n\n{options}\nAns: C\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("Which? A) one B) two C) three D) four E) five", "B) two"),
        ("Or which? A) one B) two C) three D) four E) five", "C) three"),
    ]


def test_options_right_below_a_question_without_a_number_belong_to_it_too() -> None:
    """Moodle's Aiken format is written so."""
    text = "Which one?\nA. this\nB. that\nANSWER: B\n\nAnd which?\nA) a\nB) b\nANSWER: A\n"

    found = of("a.txt", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("Which one? A. this B. that", "B. that"),
        ("And which? A) a B) b", "A) a"),
    ]


def test_a_list_between_a_line_that_asks_and_a_mark_is_no_question() -> None:
    text = "1. What?\nAns: a\n\nDo you see it?\nA) a\nand more\nAns: b\n\n2. Why?\nAns: c\n"

    assert asked(of("a.txt", text)) == ["What?", "Why?"]


def test_an_answer_that_is_too_far_from_its_question_is_told_so() -> None:
    text = "1. What?\nAns: a\n\n2. Why?\n\nSome words of somebody.\n\nAns: b\n"

    [problem] = refused("a.txt", text)

    assert problem.startswith("a.txt:4: expected the answer to 'Why?' right below it")
    assert problem.endswith("the mark of an answer only in line 8")


def test_the_name_of_a_part_ends_no_answer() -> None:
    text = "Part A\n\n1. What?\nAns: a\n\nPart B\n\n1. Why?\nAns: b\n"

    found = of("a.txt", text)

    assert [one.answer for one in found.questions] == ["a", "b"]
    assert "a.txt:6: left out, the name of a part: 'Part B'" in map(str, found.notes)


def test_the_head_of_a_question_s_parts_stays_with_the_first() -> None:
    text = "1. Rows\n(a) What?\nAns: a\n(b) Why?\nAns: b\n2. Columns\n(a) How?\nAns: c\n"

    found = of("a.txt", text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("Rows: What?", "a"),
        ("Why?", "b"),
        ("Columns: How?", "c"),
    ]


def test_a_line_with_the_next_number_that_does_not_ask_is_named() -> None:
    [note] = of("a.txt", "1 What?\nThis.\n2 Why?\nSo.\n3 Name it\nX.\n").notes

    assert str(note) == "a.txt:5: kept in the answer above, no question: '3 Name it'"


@pytest.mark.parametrize("mark", ["Answer \u2014", "Ans \u2013", "Sol:", "Sol."])
def test_a_dash_of_any_length_ends_a_mark(mark: str) -> None:
    found = of("a.txt", f"1 \u2014 What is it?\n{mark} a\n\n2 \u2014 Why?\n{mark} b\n")

    assert [(one.question, one.answer) for one in found.questions] == [
        ("What is it?", "a"),
        ("Why?", "b"),
    ]


def test_a_bullet_may_stand_before_the_word_question() -> None:
    found = of("a.txt", "- question: What?\n  answer: This.\n- question: Why?\n  answer: So.\n")

    assert asked(found) == ["What?", "Why?"]


@pytest.mark.parametrize("options", ["a) view\nb) clone", "- [ ] view\n- [ ] clone"])
def test_options_of_which_none_is_marked_are_named(options: str) -> None:
    [note] = of("a.txt", f"1. Which one copies?\n{options}\n").notes

    assert str(note) == (
        "a.txt:1: its answer is a list of options, and none is marked as the right one"
    )


@pytest.mark.parametrize("options", ["A. view\n*B. clone", "- [ ] view\n- [x] clone"])
def test_options_with_a_mark_are_an_answer(options: str) -> None:
    assert of("a.txt", f"1. Which one copies?\n{options}\n").notes == ()


@pytest.mark.parametrize("answer", ["b", "B)", "(b)"])
def test_the_letter_of_an_option_is_answered_by_the_option(answer: str) -> None:
    [one] = of("a.txt", f"1. Which one copies?\na) view\nb) clone\nAns: {answer}\n").questions

    assert one.answer == "b) clone"


def test_a_letter_that_names_no_option_stays() -> None:
    [one] = of("a.txt", "1. Which letter?\nAns: b\n").questions

    assert one.answer == "b"


@pytest.mark.parametrize("number", ["Question n°{}: ", "{}° ", "{}.- "])
def test_numbers_of_other_countries_are_numbers(number: str) -> None:
    text = "".join(f"{number.format(n)}{asks}?\nSo.\n\n" for n, asks in ((1, "What"), (2, "Why")))

    assert asked(of("a.txt", text)) == ["What?", "Why?"]


def test_rules_alone_are_no_answer() -> None:
    [problem] = refused("a.txt", "1 What?\nAns:\n=====\n=====\n")

    assert problem == "a.txt:1: the question 'What?' has no answer"
