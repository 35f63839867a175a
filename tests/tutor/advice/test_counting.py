"""What a loop was to go through, or to count up to."""

import pytest

from tests.tutor.advice.advising import held, said

NO_INT = "only integer tensors of a single element can be converted to an index"
NO_ITER = "'int' object is not iterable"


@pytest.mark.parametrize("written", ["n", "len(x)", "x.shape[0]", "5"])
def test_a_number_is_counted_up_to(written) -> None:
    words = said("TypeError", NO_ITER, written, f"for i in {written}:\n    pass", line=1)

    assert words.endswith(f"to count up to it write for i in range({written}):")


@pytest.mark.parametrize(("code", "broken"), [("sum(5)", "sum(5)"), ("x = [i for i in 5]", "5")])
def test_a_number_that_no_loop_goes_through_is_left(code, broken) -> None:
    assert said("TypeError", NO_ITER, broken, code) == NO_ITER


def test_a_number_taken_apart_is_no_range() -> None:
    assert said("TypeError", NO_ITER, "3", "for i, c in 3: pass") == NO_ITER


def test_a_range_is_of_one_number() -> None:
    message = "'torch.Size' object cannot be interpreted as an integer"

    of_shape = said("TypeError", message, "range(x.shape)", "range(x.shape)")
    of_tensor = said("TypeError", NO_INT, "range(x)", "range(x)", operands=held(x=(3,)))
    of_one = said("TypeError", NO_INT, "range(x)", "range(x)", operands=held(x=(1,)))
    of_number = said("TypeError", NO_INT, "range(x)", "range(x)", operands=held(x=()))

    assert of_shape.endswith("range(x.shape[0]) counts along the first.")
    assert of_tensor.endswith("x is a tensor: range(len(x)) counts along its first axis.")
    assert of_one == NO_INT
    assert of_number == NO_INT


def test_what_is_numbered_stays_in_brackets() -> None:
    message = "not enough values to unpack (expected 3, got 2)"

    numbered = said("ValueError", message, "i, x, y", "for i, x, y in enumerate(dl): pass")
    other = said("ValueError", message, "i, x, y", "for i, x, y in dl: pass")

    assert numbered.endswith("for i, (x, y) in enumerate(dl):")
    assert other == message
