"""A line that Python reads once a little of it is written otherwise."""

import pytest

from tests.tutor.advice.advising import said

INVALID = "invalid syntax"
CAPITALS = "Python tells capitals apart: write {}, not {}."
UNENDED = "unterminated string literal (detected at line 1)"
NOT = "Python writes not for !, as in not x; for a tensor of truth values ~x."


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Import torch", CAPITALS.format("import", "Import")),
        ("From torch Import nn", CAPITALS.format("from and import", "From and Import")),
        ("x = Lambda y: y", CAPITALS.format("lambda", "Lambda")),
        ("improt torch", "Python has no improt: write import."),
        ("form torch import nn", "Python has no form: write from."),
        ("foreach x in y: pass", "Python has no foreach: write for."),
        ("var x = 3", "Python needs no var before a name: write x = 3"),
        ("c = a .* b", "Python has no .*: write *, which takes each element of a tensor."),
        ("c = a.^2", "Python has no .^: write **, which takes each element of a tensor."),
        ("if !x: pass", NOT),
        ("for i range(3): pass", "The word in is missing: for i in range(3): pass"),
        ("f(2, dtype: x)", "An argument has = behind its name, no colon: write dtype=…"),
        ("import numpy np", "A word is missing: write import numpy as np."),
        ("import torch nn", "A word is missing: write from torch import nn."),
        ("x = 3 // three of them", "If that is a comment behind //: in Python it begins with #."),
    ],
)
def test_a_little_change_makes_it_python(line, words) -> None:
    column = max(line.find("range"), 0)

    assert said("SyntaxError", INVALID, "", line, column=column) == words


def test_a_line_may_be_mended_before_others() -> None:
    code = "For i in range(3):\n    Return i"

    words = said("SyntaxError", INVALID, "", code, line=1, column=4)

    assert words == CAPITALS.format("for", "For")


@pytest.mark.parametrize(
    "line",
    [
        "This Is My Code",
        "If (x > 3) Then: pass",
        "x y = 3",
        "print('For') x",
        "int main() {}",
        "import this that",
    ],
)
def test_what_still_is_none_is_left(line) -> None:
    """Nothing is said of a change that was tried in vain."""
    assert said("SyntaxError", INVALID, "", line, column=3) == INVALID


def test_positions_of_a_value_go_in_square_brackets() -> None:
    words = said("SyntaxError", INVALID, "", "x = torch.zeros(2, 3)\nx(:, 1)", column=2)

    assert words == "Positions go in square brackets: x[:, 1]."
    assert said("SyntaxError", INVALID, "", "f(:, 1)", column=2) == INVALID


def test_a_capital_ends_a_block_too_early() -> None:
    message = "expected 'except' or 'finally' block"
    code = "try:\n    x = 1\nExcept:\n    pass"

    words = said("SyntaxError", message, "", code, line=3)

    assert words == CAPITALS.format("except", "Except")


def test_a_quote_may_be_to_transpose() -> None:
    words = said("SyntaxError", UNENDED, "", "b = a' @ c")

    assert words == "A quote begins a text. If this one is to transpose, write .T in its place."
    assert said("SyntaxError", UNENDED, "", "print('hello)") == UNENDED


def test_a_dict_has_colons() -> None:
    words = said("SyntaxError", "cannot assign to literal here. Maybe you", "", "d = {'a' = 1}")

    assert words == "In a dict a colon stands behind each key: 'a': …"


@pytest.mark.parametrize(
    "code",
    [
        "X, y = data\nX(i:j)",
        "y, X = data\nX(i:j)",
        "for X in data:\n    X(i:j)",
        "def f(a, X=None):\n    return X(i:j)",
        "def f(X: int, a):\n    return X(i:j)",
    ],
)
def test_a_name_beside_others_and_what_is_given_hold_a_value_too(code) -> None:
    words = said("SyntaxError", INVALID, "", code, column=2)

    assert words == "Positions go in square brackets: X[i:j]."


def test_a_key_stands_in_braces() -> None:
    message = "cannot assign to literal here. Maybe you"

    assert said("SyntaxError", message, "", 'if "a" = x: print(1)') == message
    assert "colon" in said("SyntaxError", message, "", "d = {\n    'a' = 1\n}", line=2)
