"""A number or an array where torch takes a tensor."""

import pytest

from sandbox.protocol import Operand
from tests.tutor.advice.advising import said

NO_TENSOR = "f(): argument 'input' (position {}) must be Tensor, not {}"


@pytest.mark.parametrize(
    ("broken", "written"),
    [
        ("torch.sqrt(4)", "math.sqrt(4), or torch.sqrt(torch.tensor(4))"),
        ("torch.relu(-1.5)", "torch.relu(torch.tensor(-1.5))"),
        ("torch.softmax(n, dim=0)", "torch.softmax(torch.tensor(n), dim=0)"),
    ],
)
def test_a_number_is_made_a_tensor(broken, written) -> None:
    words = said("TypeError", NO_TENSOR.format(1, "int"), broken)

    assert words.endswith(f"is a number: write {written}.")


def test_a_layer_may_want_more_than_a_number() -> None:
    message = NO_TENSOR.format(1, "float")

    assert said("TypeError", message, "net(3.0)") == message


@pytest.mark.parametrize(
    ("broken", "position", "dtype", "written"),
    [
        ("net(a)", 1, "float64", "net(torch.from_numpy(a).float())"),
        ("net(a)", 1, "float32", "net(torch.from_numpy(a))"),
        ("torch.sum(a)", 1, "float64", "torch.sum(torch.from_numpy(a))"),
        ("torch.mm(t, a)", 2, "float64", "torch.mm(t, torch.from_numpy(a).float())"),
    ],
)
def test_an_array_is_made_a_tensor(broken, position, dtype, written) -> None:
    array = Operand(expression="a", shape=(2, 3), dtype=dtype)
    tensor = Operand(expression="t", shape=(3, 2), dtype="float32")
    held = (tensor, array) if position == 2 else (array,)

    words = said("TypeError", NO_TENSOR.format(position, "numpy.ndarray"), broken, operands=held)

    assert words == f"a is an array of NumPy's, and this takes a tensor: write {written}."


def test_an_array_of_pictures_is_made_one_too() -> None:
    message = (
        "conv2d() received an invalid combination of arguments - got (numpy.ndarray, Parameter"
    )
    held = (Operand(expression="img", shape=(1, 3, 8, 8), dtype="uint8"),)

    words = said("TypeError", message, "conv(img)", operands=held)

    assert words.endswith("write conv(torch.from_numpy(img).float()).")
