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
    ("message", "broken"),
    [
        (ONE.format("tensor", 1, "", 2), "torch.tensor([1, 2], [3, 4])"),
        (
            "new() received an invalid combination of arguments - got (list, list), but expected",
            "torch.Tensor([1, 2], [3, 4])",
        ),
        ("Field elements must be 2- or 3-tuples, got '3'", "np.array([1, 2], [3, 4])"),
    ],
)
def test_rows_go_into_one_list(message, broken) -> None:
    made = broken.partition("(")[0]

    words = said("TypeError", message, broken)

    assert words == f"The rows go into one list: {made}([[1, 2], [3, 4]])."


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
