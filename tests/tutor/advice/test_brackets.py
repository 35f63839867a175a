"""Numbers that want brackets of their own, or none."""

import pytest

from tests.tutor.advice.advising import said

ONE = "{}() takes {} positional argument{} but {} were given"


@pytest.mark.parametrize(
    ("message", "broken", "words"),
    [
        (ONE.format("tensor", 1, "", 3), "torch.tensor(1, 2, 3)", "torch.tensor([1, 2, 3])."),
        (ONE.format("tensor", 1, "", 2), "torch.tensor(1., -2.)", "torch.tensor([1., -2.])."),
        ("Cannot interpret '2' as a data type", "np.array(1, 2)", "np.array([1, 2])."),
        ("Cannot interpret '2.5' as a data type", "np.array(1, 2.5)", "np.array([1, 2.5])."),
        (
            ONE.format("array", "from 1 to 2", "s", 3),
            "np.array(1, 2, 3)",
            "np.array([1, 2, 3]).",
        ),
    ],
)
def test_numbers_go_into_one_list(message, broken, words) -> None:
    assert said("TypeError", message, broken) == f"The numbers go into one list: {words}"


@pytest.mark.parametrize(
    "broken",
    ["torch.tensor([1], [2])", "torch.tensor(x, 2)", "own.tensor(1, 2)", "torch.tensor(True, 1)"],
)
def test_what_is_more_than_numbers_is_left(broken) -> None:
    message = ONE.format("tensor", 1, "", 2)

    assert said("TypeError", message, broken) == message


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("torch.reshape(x, 3, 2)", "its shape in brackets of its own: torch.reshape(x, (3, 2))."),
        ("torch.reshape(x, -1, n)", "its shape in brackets of its own: torch.reshape(x, (-1, n))."),
        ("torch.permute(x, 1, 0)", "its axes in brackets of their own: torch.permute(x, (1, 0))."),
        ("torch.flip(x, 0, 1)", "its axes in brackets of their own: torch.flip(x, (0, 1))."),
        ("torch.tile(x, 2, 2)", "its repeats in brackets of their own: torch.tile(x, (2, 2))."),
        ("torch.full(2, 3, 0.)", "its shape in brackets of its own: torch.full((2, 3), 0.)."),
    ],
)
def test_a_shape_has_brackets_of_its_own(broken, words) -> None:
    name = broken[6 : broken.index("(")]

    assert said("TypeError", ONE.format(name, 2, "s", 3), broken) == (f"torch.{name} takes {words}")


@pytest.mark.parametrize(
    "broken",
    [
        "torch.reshape(x, (3, 2), 1)",
        "torch.reshape(x, *sizes, 1)",
        "torch.reshape(x, shape, 1)",
        "torch.reshape(x, 3)",
        "torch.reshape(3, 2, x)",
        "torch.full(2, 3, x)",
        "reshape(x, 3, 2)",
        "np.reshape(x, 3, 2)",
    ],
)
def test_what_may_be_a_shape_already_is_left(broken) -> None:
    name = "full" if "full" in broken else "reshape"
    message = ONE.format(name, 2, "s", 3)

    assert said("TypeError", message, broken) == message


INTS = "{}(): argument '{}'{} must be tuple of ints, not int"


@pytest.mark.parametrize(
    ("message", "broken", "words"),
    [
        (("flip", "dims", " (position 2)"), "torch.flip(x, 0)", "torch.flip(x, (0,))."),
        (("flip", "dims", ""), "torch.flip(x, dims=1)", "torch.flip(x, dims=(1,))."),
        (("permute", "dims", " (position 2)"), "torch.permute(x, 0)", "torch.permute(x, (0,))."),
        (("tile", "dims", " (position 2)"), "torch.tile(x, n)", "torch.tile(x, (n,))."),
        (("randint", "size", ""), "torch.randint(10, size=5)", "torch.randint(10, size=(5,))."),
    ],
)
def test_one_number_has_brackets_as_well(message, broken, words) -> None:
    what = {"tile": "its repeats in brackets", "randint": "its size in brackets"}

    told = said("TypeError", INTS.format(*message), broken)

    taken = what.get(message[0], "its axes in brackets")
    assert told == f"torch.{message[0]} takes {taken}, even one alone: {words}"


@pytest.mark.parametrize("broken", ["own.flip(x, 0)", "torch.flip(x, *dims)", "flip(x, 0)"])
def test_of_others_or_what_is_not_written_out_the_message_stays(broken) -> None:
    message = INTS.format("flip", "dims", " (position 2)")

    assert said("TypeError", message, broken) == message


def test_random_whole_numbers_want_their_size() -> None:
    message = INTS.format("randint", "size", " (position 2)")

    assert said("TypeError", message, "torch.randint(0, 10)") == (
        "randint takes its size last, in brackets, as in torch.randint(0, 10, (5,))."
    )


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
