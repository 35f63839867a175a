"""Shapes and axes that a function takes under another name, or in another way."""

import pytest

from tests.tutor.advice.advising import held, said

ONE = "zeros_like() takes 1 positional argument but 2 were given"
NO_TENSOR = "{}(): argument 'input' (position 1) must be Tensor, not {}"
MISSING = 'flip() missing 1 required positional arguments: "dims"'
NO_ROLL = "roll() got an unexpected keyword argument 'dim'"
NO_VIEW = "view() received an invalid combination of arguments - got (int, int, dtype=torch.dtype)"


@pytest.mark.parametrize(
    ("message", "broken", "written"),
    [
        (ONE, "torch.zeros_like(2, 3)", "torch.zeros(2, 3)"),
        (NO_TENSOR.format("ones_like", "tuple"), "torch.ones_like((2, 3))", "torch.ones((2, 3))"),
        (NO_TENSOR.format("rand_like", "int"), "torch.rand_like(3)", "torch.rand(3)"),
    ],
)
def test_what_is_made_like_another_takes_that(message, broken, written) -> None:
    assert said("TypeError", message, broken).endswith(f"for a shape write {written}.")


def test_a_tensor_and_its_dtype_are_no_shape() -> None:
    line = "torch.zeros_like(x, torch.int64)"

    assert said("TypeError", ONE, line, line, operands=held(x=(3,))) == ONE


@pytest.mark.parametrize(
    ("message", "broken", "written"),
    [
        (MISSING, "torch.flip(x, dim=1)", "torch.flip(x, dims=(1,))"),
        (MISSING, "x.flip(axis=-1)", "x.flip(dims=(-1,))"),
        (MISSING, "torch.flip(x, dim=(1, 0))", "torch.flip(x, dims=(1, 0))"),
        (NO_ROLL, "torch.roll(x, 1, dim=1)", "torch.roll(x, 1, dims=1)"),
    ],
)
def test_several_axes_are_called_dims(message, broken, written) -> None:
    assert said("TypeError", message, broken).endswith(f"it calls that dims, {written}.")


def test_padding_is_of_either_side() -> None:
    message = "pad(): argument 'pad' (position 2) must be tuple of ints, not int"

    of_row = said("TypeError", message, "F.pad(x, 1)", operands=held(x=(3,)))
    of_matrix = said("TypeError", message, "F.pad(x, 1)", operands=held(x=(2, 3)))

    assert of_row == "pad wants a number for either side: F.pad(x, (1, 1))."
    assert of_matrix.endswith("F.pad(x, (1, 1)), or F.pad(x, (1, 1, 1, 1)) for the last two.")


@pytest.mark.parametrize(
    ("name", "message"),
    [("view", NO_VIEW), ("reshape", "reshape() got an unexpected keyword argument 'dtype'")],
)
def test_a_dtype_is_no_part_of_a_shape(name, message) -> None:
    line = f"x.{name}(2, 3, dtype=torch.float32)"

    words = said("TypeError", message, line, operands=held(x=(6,)))

    assert words.endswith(f"the dtype is for to: x.{name}(2, 3).to(torch.float32).")


def test_one_tensor_has_one_shape() -> None:
    no_rand = "rand() received an invalid combination of arguments - got (tuple, tuple), but"
    no_eye = "eye(): argument 'n' (position 1) must be int, not tuple"

    several = said("TypeError", no_rand, "torch.rand((2, 3), (4,))")
    square = said("TypeError", no_eye, "torch.eye((2, 2))")

    assert several == "torch.rand makes one tensor, of one shape: torch.rand((2, 3))."
    assert square == "torch.eye takes its sizes one by one: torch.eye(2, 2)."


@pytest.mark.parametrize("given", ["[1.5, 2.5]", "[[1, 2], [3, 4]]", "xs"])
def test_what_may_be_no_shape_is_none(given) -> None:
    message = NO_TENSOR.format("zeros_like", "list")

    assert "torch.zeros(" not in said("TypeError", message, f"torch.zeros_like({given})")
