"""Lines that Python can't read, and what other languages would have made of them."""

import pytest

from tests.tutor.advice.advising import said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("lambda = 0.1", "lambda is a word of Python's own: take another name."),
        (
            "if a && b:",
            (
                "Python writes and, or in place of && and ||; for tensors & and |, with brackets "
                "around each side."
            ),
        ),
        ("i++", "Python has no i++: write i += 1."),
        ("n.i--;", "Python has no n.i--: write n.i -= 1."),
        ("a[0]++", "Python has no a[0]++: write a[0] += 1."),
        ("i ++", "Python has no i++: write i += 1."),
        ("x = y +", "This line ends in the middle: something is missing."),
        ("x = y and", "This line ends in the middle: something is missing."),
        ("import torch as", "This line ends in the middle: something is missing."),
        (
            "for (int i = 0; i < 3; i++) {",
            "Python counts with range: for i in range(3) gives 0, 1 and 2.",
        ),
        (
            "for i in 1:3:",
            "Python counts with range, which leaves out its end: for i in range(1, 3):",
        ),
        (
            "function f(x) {",
            (
                "Python has no braces around a block: the line ends with a colon, and what "
                "belongs to it is indented."
            ),
        ),
    ],
)
def test_a_habit_of_elsewhere_is_known(line, words) -> None:
    assert said("SyntaxError", "invalid syntax", "", line, column=len(line)) == words


@pytest.mark.parametrize(
    "line",
    [
        "print('a && b') c",
        "x = 3 # i++",
        "x = y + ) 3",
        "f(x) y",
        "or_else if c",
        "x = 1 if a else if b else 2",
    ],
)
def test_what_only_looks_like_one_is_left(line) -> None:
    assert said("SyntaxError", "invalid syntax", "", line, column=3) == "invalid syntax"


def test_python_has_a_word_of_its_own_for_a_further_condition() -> None:
    code = "if a:\n    b\nelse if c:"

    assert said("SyntaxError", "expected ':'", "", code) == "Python writes elif for else if."
    assert said("SyntaxError", "expected ':'", "", "for x in y") == "expected ':'"


def test_quotes_in_braces_are_of_the_other_kind() -> None:
    words = said("SyntaxError", "f-string: unmatched '['", "", 'f"{d["a"]}"')

    assert words.startswith("Inside of an f-string's braces use the other kind of quotes")
