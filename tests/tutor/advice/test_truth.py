"""The truth of many values, what joins comparisons of them, and a power that is none."""

import pytest

from tests.tutor.advice.advising import held, said

NO_AND = "\"bitwise_and_cpu\" not implemented for 'Float'"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x > 0 & x < 1", "(x > 0) & (x < 1)."),
        ("x[y == a.b | y == -1] = 0", "(y == a.b) | (y == -1)."),
    ],
)
def test_a_comparison_has_brackets_of_its_own(line, words) -> None:
    kind = "|" if "|" in line else "&"
    message = NO_AND.replace("and", "or") if kind == "|" else NO_AND

    assert said("NotImplementedError", message, "0 & x", line) == (
        f"{kind} comes before a comparison, so each wants brackets of its own: {words}"
    )


@pytest.mark.parametrize("line", ["x & y", "(x > 0) & x", "x > 0 & x"])
def test_without_two_comparisons_the_message_stays(line) -> None:
    assert said("NotImplementedError", NO_AND, "0 & x", line) == NO_AND


AMBIGUOUS = "Boolean value of Tensor with more than one value is ambiguous"


def test_so_it_is_for_arrays() -> None:
    signs = "ufunc 'bitwise_and' not supported for the input types, and the inputs could not be …"
    many = "The truth value of an array with more than one element is ambiguous. Use a.any() or …"
    words = "and takes one answer, but an array gives one for each element: for those write "

    line = "x > 0 & x < 1"
    assert said("TypeError", signs, "0 & x", line).endswith(": (x > 0) & (x < 1).")
    assert said("ValueError", many, line, line).endswith(": (x > 0) & (x < 1).")
    assert said("ValueError", many, "x > 0 and x < 1", "m = x > 0 and x < 1") == (
        f"{words}(x > 0) & (x < 1)."
    )


def test_whole_numbers_fail_later_for_want_of_the_same_brackets() -> None:
    line = "x > 0 & x < 1"

    assert said("RuntimeError", AMBIGUOUS, line, line).endswith(": (x > 0) & (x < 1).")


@pytest.mark.parametrize(
    ("line", "broken", "word", "instead"),
    [
        ("y = x[0 < x < 1]", "0 < x < 1", "A chain of comparisons", "(0 < x) & (x < 1)"),
        ("y = x[x > 0 and x < 1]", "x > 0 and x < 1", "and", "(x > 0) & (x < 1)"),
        ("m = x > 0 or x < 1", "x > 0 or x < 1", "or", "(x > 0) | (x < 1)"),
        ("m = not x > 0", "not x > 0", "not", "~(x > 0)"),
    ],
)
def test_many_answers_at_once_are_joined_by_signs(line, broken, word, instead) -> None:
    assert said("RuntimeError", AMBIGUOUS, broken, line) == (
        f"{word} takes one answer, but a tensor gives one for each element: for those write "
        f"{instead}."
    )


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("if x > 0 and x < 1: pass", "x > 0 and x < 1"),
        ("while not x > 0: pass", "not x > 0"),
        ("assert x > 0 and x < 1", "x > 0 and x < 1"),
        ("y = 1 if x > 0 and x < 1 else 2", "x > 0 and x < 1"),
        ("y = x > 0 and ready", "x > 0 and ready"),
        ("y = x > 0 and z is None", "x > 0 and z is None"),
        ("if 0 < x < 1: pass", "0 < x < 1"),
        ("y = filter(lambda v: v > 0 and v < 1, x)", "v > 0 and v < 1"),
        ("y = any(v > 0 and v < 1 for v in x)", "v > 0 and v < 1"),
        ("y = [i for i in x if i > 0 and i < 1]", "i > 0 and i < 1"),
    ],
)
def test_where_one_answer_is_wanted_the_message_stays(line, broken) -> None:
    assert said("RuntimeError", AMBIGUOUS, broken, line) == AMBIGUOUS


BOTH = "{0} takes one answer, but {1} gives one for each element: write {2}.all() where all must be true, or {2}.any() where one is enough."  # noqa: E501


@pytest.mark.parametrize(
    ("line", "broken", "word", "asked"),
    [
        ("if x > 1: pass", "x > 1", "if", "(x > 1)"),
        ("if x > 1 and x < 4: pass", "x > 1", "if", "((x > 1) & (x < 4))"),
        ("if x > 1 or n < 4: pass", "x > 1", "if", "(x > 1)"),
        ("if 0 < x < 4: pass", "0 < x < 4", "if", "((0 < x) & (x < 4))"),
        ("while f(x): pass", "f(x)", "while", "f(x)"),
        ("assert not x == y", "x == y", "assert", "(x == y)"),
        ("bool(x > 1 and x < 4)", "x > 1 and x < 4", "bool", "((x > 1) & (x < 4))"),
        ("y = 1 if x > 1 else 2", "x > 1", "if", "(x > 1)"),
        ("y = [i for i in x if i > x]", "i > x", "if", "(i > x)"),
    ],
)
def test_where_one_answer_is_asked_for_it_is_of_all_or_any(line, broken, word, asked) -> None:
    words = said("RuntimeError", AMBIGUOUS, broken, line, operands=held(x=(3,)))

    assert words == BOTH.format(word, "a tensor", asked)


def test_a_name_alone_may_be_asked_for_whether_it_is_there() -> None:
    words = said("RuntimeError", AMBIGUOUS, "mask", "if mask: pass", operands=held(mask=(3,)))

    assert words.endswith(
        "or mask.any() where one is enough. Whether there is any: mask is not None."
    )


def test_an_array_is_none_of_torchs() -> None:
    message = "The truth value of an array with more than one element is ambiguous. Use a.any()"

    words = said("ValueError", message, "a > 2", "if a > 2: pass", operands=held(a=(3,)))

    assert words == BOTH.format("if", "an array", "(a > 2)")


def test_what_is_sought_in_a_list_has_no_answers_of_its_own() -> None:
    line = "if x in rows: pass"

    assert said("RuntimeError", AMBIGUOUS, "x in rows", line, operands=held(x=(3,))) == AMBIGUOUS


def test_a_power_has_two_stars() -> None:
    of_tensor = said(
        "NotImplementedError",
        "\"bitwise_xor_cpu\" not implemented for 'Float'",
        "a ^ 2",
        operands=held(a=(3,)),
    )
    of_number = said("TypeError", "unsupported operand type(s) for ^: 'float' and 'int'", "2.5 ^ 2")

    assert of_tensor == "^ is no power in Python: write a ** 2, which takes it of each element."
    assert of_number == "^ is no power in Python: write 2.5 ** 2."


@pytest.mark.parametrize("broken", ["a ^ b", "{1} ^ 2"])
def test_what_may_be_no_power_is_left(broken) -> None:
    message = "unsupported operand type(s) for ^: 'set' and 'list'"

    assert said("TypeError", message, broken) == message


@pytest.mark.parametrize("kind", ["list", "set", "NoneType", "str"])
def test_what_has_no_powers_is_told_of_none(kind) -> None:
    message = f"unsupported operand type(s) for ^: '{kind}' and 'int'"

    assert "**" not in said("TypeError", message, "x ^ 2", "x = get()\nx ^ 2")
