"""A text beside what is none."""

import pytest

from tests.tutor.advice.advising import held, said

NO_TEXT = 'can only concatenate str (not "{}") to str'
NO_SUM = "unsupported operand type(s) for +: '{}' and 'str'"


@pytest.mark.parametrize(
    ("message", "broken", "written"),
    [
        (NO_TEXT.format("Tensor"), '"x = " + x', '"x = " + str(x)'),
        (NO_TEXT.format("torch.Size"), '"x: " + x.shape', '"x: " + str(x.shape)'),
        (NO_TEXT.format("int"), '"n = " + n', '"n = " + str(n)'),
        (NO_SUM.format("int"), 'n + " items"', 'str(n) + " items"'),
        (NO_SUM.format("Tensor"), "x + name", "str(x) + name"),
    ],
)
def test_a_text_is_joined_to_a_text(message, broken, written) -> None:
    words = f"+ joins a text to another text only: write {written}."

    assert said("TypeError", message, broken) == words


@pytest.mark.parametrize("broken", ['n + "3"', "n + typed"])
def test_a_number_typed_as_a_text_is_left(broken) -> None:
    """It may well be the text that was meant to be a number."""
    assert said("TypeError", NO_SUM.format("int"), broken) == NO_SUM.format("int")


def test_a_tensor_has_no_names() -> None:
    words = said("TypeError", "new(): invalid data type 'str'", 'x["a"]', operands=held(x=(3,)))

    assert words == "x is a tensor, whose parts have positions and no names."


@pytest.mark.parametrize("kind", ["int", "Tensor"])
def test_what_is_added_to_no_text_is_left(kind) -> None:
    message = f"unsupported operand type(s) for +=: '{kind}' and 'str'"

    assert said("TypeError", message, 'total += "abc"') == message


def test_a_text_takes_more_of_a_text() -> None:
    words = said("TypeError", NO_TEXT.format("Tensor"), "name += x")

    assert words.endswith("write name += str(x).")
