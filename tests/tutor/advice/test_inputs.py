"""A number or an array where torch takes a tensor."""

import pytest

from sandbox.protocol import Operand
from tests.tutor.advice.advising import held, said

NO_TENSOR = "f(): argument 'input' (position {}) must be Tensor, not {}"
NO_ARRAY = "{}(): argument '{}' (position {}) must be Tensor, not numpy.ndarray"


@pytest.mark.parametrize(
    ("broken", "written"),
    [
        ("torch.sqrt(4)", "math.sqrt(4), or torch.sqrt(torch.tensor(4))"),
        ("torch.mean(5)", "torch.mean(torch.tensor(5.0))"),
        ("torch.maximum(2, x)", "torch.maximum(torch.tensor(2), x)"),
        ("torch.relu(-1.5)", "torch.relu(torch.tensor(-1.5))"),
        ("torch.softmax(n, dim=0)", "torch.softmax(torch.tensor(float(n)), dim=0)"),
    ],
)
def test_a_number_is_made_a_tensor(broken, written) -> None:
    words = said("TypeError", NO_TENSOR.format(1, "int"), broken, operands=held(x=(3,)))

    assert words.endswith(f"is a number: write {written}.")


@pytest.mark.parametrize("broken", ["torch.topk(2, x)", "torch.unsqueeze(0, x)"])
def test_what_changed_places_is_left(broken) -> None:
    message = NO_TENSOR.format(1, "int")

    assert said("TypeError", message, broken, operands=held(x=(3,))) == message


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
    given = (tensor, array) if position == 2 else (array,)
    function, argument = {"net": ("linear", "input"), "sum": ("sum", "input")}.get(
        broken.partition("(")[0].removeprefix("torch."), ("mm", "mat2")
    )
    message = NO_ARRAY.format(function, argument, position)

    words = said("TypeError", message, broken, operands=given)

    assert words == f"a is an array of NumPy's, and this takes a tensor: write {written}."


def test_an_array_of_pictures_is_made_one_too() -> None:
    message = (
        "conv2d() received an invalid combination of arguments - got (numpy.ndarray, Parameter"
    )
    given = (Operand(expression="img", shape=(1, 3, 8, 8), dtype="uint8"),)

    words = said("TypeError", message, "conv(img)", operands=given)

    assert words.endswith("write conv(torch.from_numpy(img).float()).")


@pytest.mark.parametrize(
    ("broken", "function", "argument", "position", "written"),
    [
        ("loss_fn(x, i)", "cross_entropy_loss", "target", 2, "loss_fn(x, torch.from_numpy(i))"),
        ("x.gather(1, i)", "gather", "index", 2, "x.gather(1, torch.from_numpy(i))"),
        ("w.dot(i)", "dot", "tensor", 1, "w.dot(torch.from_numpy(i))"),
        ("relu(i)", "relu", "input", 1, "relu(torch.from_numpy(i))"),
    ],
)
def test_whole_numbers_stay_so_where_they_may(
    broken, function, argument, position, written
) -> None:
    given = (
        Operand(expression="x", shape=(2, 3), dtype="float32"),
        Operand(expression="w", shape=(3,), dtype="int64"),
        Operand(expression="i", shape=(3,), dtype="int64"),
    )
    used = tuple(each for each in given if each.expression in broken)

    words = said("TypeError", NO_ARRAY.format(function, argument, position), broken, operands=used)

    assert words.endswith(f"write {written}.")


@pytest.mark.parametrize(
    ("broken", "function", "argument", "position", "code"),
    [
        ("x.gather(1, a)", "gather", "index", 2, ""),
        ("w.dot(a)", "dot", "tensor", 1, ""),
        ("net(a)", "linear", "input", 1, "net = nn.Linear(2, 3).double()"),
        ("net(x, a)", "linear", "input", 1, ""),
    ],
)
def test_an_array_that_would_not_fit_is_left(broken, function, argument, position, code) -> None:
    message = NO_ARRAY.format(function, argument, position)
    given = (
        Operand(expression="w", shape=(3,), dtype="int64"),
        Operand(expression="x", shape=(3,), dtype="float32"),
        Operand(expression="a", shape=(3,), dtype="float64"),
    )

    assert said("TypeError", message, broken, code, operands=given) == message
