"""A counterexample is drawn where it has room, with the first cell that differs marked."""

import array

from sandbox.grading import OtherValues, Rules, difference
from sandbox.values import Called, Raised, TensorValue
from tutor.picture.scene.marks import Box, Colour, Words
from tutor.practice.grading.counterexample import Counterexample
from tutor.practice.grading.picture import may_be_drawn, pictured


def tensor(*numbers: int) -> TensorValue:
    return TensorValue("int64", (len(numbers),), array.array("q", numbers).tobytes())


def shown(given, got: Called, expected: Called) -> Counterexample:
    found = difference(expected, got, Rules())
    assert found
    return Counterexample((given,), got, expected, found)


def test_both_are_drawn_and_one_cell_of_each_is_marked() -> None:
    wrong = shown(2, Called(tensor(1, 2, 4)), Called(tensor(1, 2, 3)))
    assert wrong.difference == OtherValues((2,), 1, 3, is_transposed=False)

    assert may_be_drawn(wrong)
    scene = pictured(wrong, ("n",), "It differs.")

    texts = [mark.text for mark in scene.marks if isinstance(mark, Words)]
    assert [it for it in texts if it in ("n", "2", "yours", "expected", "4", "3")] == [
        *("n", "2", "yours", "2", "4", "expected", "2", "3")
    ]
    fills = [mark.fill for mark in scene.marks if isinstance(mark, Box)]
    assert (fills.count(Colour.RED_SOFT), fills.count(Colour.GREEN_SOFT)) == (1, 1)


def test_an_error_stands_in_its_results_place() -> None:
    scene = pictured(
        shown(2, Called(raised=Raised("IndexError", "no", 1)), Called(tensor(1))), ("n",), "No."
    )

    assert any(isinstance(mark, Words) and mark.text == "IndexError" for mark in scene.marks)


def test_what_is_large_or_no_tensor_is_not_drawn() -> None:
    large = shown(2, Called(tensor(*range(65))), Called(tensor(*range(1, 66))))

    assert not may_be_drawn(large)
    assert not may_be_drawn(shown(2, Called(3), Called(4)))
