"""GIFT, as Moodle's users write it."""

import pytest

from tests.knowledge.importing.reading import asked, of, refused

OPTIONS = """// a comment
$CATEGORY: torch/shapes

::axis::What does unsqueeze do? {=It adds an axis. ~It removes one#That is squeeze. ####Print it.}

Which one copies? {
  ~view
  =clone#It has memory of its own.
}
"""


@pytest.mark.parametrize("name", ["a.gift", "a.txt"])
def test_the_right_option_is_the_answer_and_feedback_joins_it(name: str) -> None:
    found = of(name, OPTIONS)

    assert [(one.line, one.question, one.answer) for one in found.questions] == [
        (4, "What does unsqueeze do?", "It adds an axis.\n\nPrint it."),
        (6, "Which one copies?", "clone\n\nIt has memory of its own."),
    ]


def test_what_is_left_out_is_named() -> None:
    notes = [str(note) for note in of("a.gift", OPTIONS).notes]

    assert notes == [
        "a.gift:2: left out, a category: '$CATEGORY: torch/shapes'",
        "a.gift:4: left out, the options that are not right: 'It removes one (That is squeeze.)'",
        "a.gift:4: left out, the titles between '::' (1 of them)",
        "a.gift:6: left out, the options that are not right: 'view'",
    ]


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("Why copy? {To be safe.}", "Why copy?", "To be safe."),
        ("A view copies. {F}", "True or false: A view copies.", "False"),
        ("Is it true or false? {FALSE#No.#Yes.}", "Is it true or false?", "False\n\nNo.\n\nYes."),
        ("Does a view copy? {T}", "Does a view copy?", "True"),
        ("How many axes? {#2}", "How many axes?", "2"),
        ("What is e? {#2.7:0.1}", "What is e?", "2.7 (± 0.1)"),
        ("How many? {#1..3}", "How many?", "1 to 3"),
        ("How many? {#=2#Two. =%50%3:1}", "How many?", "2\n\nTwo."),
        ("Match. {=cat -> joins =stack -> adds}", "Match.", "- cat → joins\n- stack → adds"),
        ("Which? {~%50%a ~%50%b ~%-100%c}", "Which?", "- a\n- b"),
        ("Call {=squeeze} to do so.", "Call _____ to do so.", "squeeze"),
        ("Is `\\{1\\: 2\\}` \\=? {=A dict.\\n\\nYes.}", "Is `{1: 2}` =?", "A dict.\n\nYes."),
        ("[html]<p>Why <code>x</code>?</p> {=<b>So</b>}", "Why `x`?", "**So**"),
    ],
)  # fmt: skip
def test_each_kind_of_question_is_read(text: str, question: str, answer: str) -> None:
    [one] = of("a.gift", text + "\n").questions

    assert (one.question, one.answer) == (question, answer)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Which? {~a ~b}", "1: none of the options of 'Which?' is marked as right: put '='"),
        ("Why? {}", "1: the question 'Why?' has no answer"),
        ("Why? {=a\n\n~b}", "1: expected one answer in braces, got 1 '{' and 0 '}'"),
        ("Why {x}? {=a}", "1: expected one answer in braces, got 2 '{' and 2 '}'"),
        ("How? {=a}\n\nWhy?", "3: expected an answer in braces behind 'Why?', got none"),
        ("Why? {so =a ~b}", "1: expected '=' or '~' before each option, got 'so'"),
        ("A word.", "1: expected a question of GIFT such as"),
    ],
)
def test_one_question_that_cannot_be_read_refuses_all(text: str, problem: str) -> None:
    first = refused("a.gift", f"{text}\n")[0]

    assert first.startswith(f"a.gift:{problem}")


@pytest.mark.parametrize(
    "text",
    [
        "1. What is $A^{T}$?\nIts transpose.\n",
        "1. What is `{=a}`?\nAns: Nothing.\n",
        "1. What is `{=}`?\nNo.\n",
    ],
)
def test_braces_alone_make_no_gift_of_a_text(text: str) -> None:
    assert len(asked(of("a.txt", text))) == 1


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("1. What does f'{~m}' print?\nIts inverse.\n\n2. Why?\nSo.\n", ["Its inverse.", "So."]),
        ("1. What is {T}?\nA set.\n", ["A set."]),
        ("Q: What is {#1}?\nA: A comment.\n", ["A comment."]),
        ("Codes such as {=x} are asked for.\n\n1. Why?\nSo.\n\n2. How?\nIt.\n", ["So.", "It."]),
    ],
)
def test_braces_that_a_question_of_another_kind_asks_about_are_code(
    text: str, answers: list[str]
) -> None:
    assert [one.answer for one in of("a.txt", text).questions] == answers


def test_gift_may_have_numbers() -> None:
    found = of("a.txt", "1. Which copies? {~view =clone}\n\n2. Does a view copy? {F}\n")

    assert [one.answer for one in found.questions] == ["clone", "False"]
