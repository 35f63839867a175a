"""A list that is taken for a tensor can't do what a tensor does."""

import pytest

from sandbox.protocol import Operand
from tests.tutor.advice.advising import said

NO_INDEX = "only integer tensors of a single element can be converted to an index"
PICKED = (
    "data is no tensor and takes one position at a time: write [data[i] for i in {0}]. If it holds "
    "numbers, torch.tensor(data)[{0}] gives them as a tensor."
)
TIMES = "{0} is a list, no tensor: write torch.tensor({0})."
RAGGED = (
    "setting an array element with a sequence. The requested array has an inhomogeneous shape "
    "after 1 dimensions. The detected shape was (2,) + inhomogeneous part."
)


def indexed(code: str, dtype: str = "int64", shape: tuple[int, ...] = (4,), name: str = "t") -> str:
    held = (Operand(expression=name, shape=shape, dtype=dtype),)
    return said("TypeError", NO_INDEX, code.rpartition("\n")[2], code, operands=held)


@pytest.mark.parametrize(
    "given", ["[1, 2, 3, 4]", "('a', 'b')", "list(x)", "sorted(x)", "[f(x) for x in y]", "range(4)"]
)
def test_a_list_takes_one_position_at_a_time(given) -> None:
    assert indexed(f"data = {given}\ndata[t]") == PICKED.format("t")


def test_positions_may_be_made_on_the_way() -> None:
    line = "data[torch.randperm(4)]"

    words = indexed(f"data = [1, 2]\n{line}", name="torch.randperm(4)")

    assert words == PICKED.format("torch.randperm(4)")


def test_a_position_has_another_name_than_the_positions() -> None:
    words = indexed("data = [1, 2]\ndata[i]", name="i")

    assert "[data[k] for k in i]" in words


@pytest.mark.parametrize("line", ["data[t] = 5", "data[t] += 1", "del data[t]"])
def test_a_change_of_a_list_is_left(line) -> None:
    """A list of what was picked, or a tensor of it, would be changed instead."""
    held = (Operand(expression="t", shape=(4,), dtype="int64"),)

    words = said("TypeError", NO_INDEX, "data[t]", f"data = [1, 2]\n{line}", operands=held)

    assert words == NO_INDEX


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ("data[t]", {}),
        ("def f(data):\n    pass\ndata = [1]\ndata[t]", {}),
        ("data = [1]\ndata = Data(data)\ndata[t]", {}),
        ("for data in x: pass\ndata = [1]\ndata[t]", {}),
        ("data = {0: 1}\ndata[t]", {}),
        ("data = [1, 2]\ndata[t]", {"dtype": "bool"}),
        ("data = [1, 2]\ndata[t]", {"dtype": "float32"}),
        ("data = [1, 2]\ndata[t]", {"shape": (2, 2)}),
        ("data = [1, 2]\ndata[u]", {}),
        ("list(range(t, 3))", {}),
    ],
)
def test_what_may_be_no_list_of_such_positions_is_left(code, held) -> None:
    assert indexed(code, **held) == NO_INDEX


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("[1, 2, 3] * t", "[1, 2, 3]"),
        ("t * [1.5, -2]", "[1.5, -2]"),
        ("a = [[1, 2], [3, 4]]\na * t", "a"),
        ("a = [1, 2]\nt * a", "a"),
    ],
)
def test_a_list_of_numbers_is_multiplied_as_a_tensor(code, given) -> None:
    assert indexed(code, dtype="float32") == TIMES.format(given)


@pytest.mark.parametrize(
    "code",
    ["['a'] * t", "a * t", "a = [x, y]\na * t", "a = [1]\na = f(a)\na * t", "[[1], [2, 3]] * t"],
)
def test_other_lists_are_left(code) -> None:
    assert indexed(code, dtype="float32") == NO_INDEX


def test_an_array_is_a_full_grid() -> None:
    assert said("ValueError", RAGGED, "np.array([[1, 2], [3]])") == (
        "An array is a full grid, and what is to stand side by side in it here is not equally long "
        "or deep. Make it so, as by padding, or keep a list."
    )


OPERAND = "unsupported operand type(s) for {}: {}"
NOT_LIST = "{}(): argument 'input' (position 1) must be Tensor, not list"
ONE = (Operand(expression="t", shape=(3,), dtype="int64"),)


@pytest.mark.parametrize(
    ("kind", "message", "broken", "held"),
    [
        ("TypeError", OPERAND.format("+", "'Tensor' and 'list'"), "t + {}", ONE),
        ("TypeError", OPERAND.format("-", "'Tensor' and 'list'"), "t - {}", ()),
        ("TypeError", OPERAND.format("-", "'list' and 'int'"), "{} - 1", ()),
        ("TypeError", OPERAND.format("/", "'list' and 'float'"), "{} / 2.0", ()),
        ("TypeError", 'can only concatenate list (not "Tensor") to list', "{} + t", ONE),
        ("TypeError", "can't multiply sequence by non-int of type 'float'", "{} * 0.5", ()),
        ("TypeError", NOT_LIST.format("argmax"), "torch.argmax({})", ()),
        ("AttributeError", "'list' object has no attribute 'size'", "F.mse_loss(t, {})", ()),
        (
            "AttributeError",
            "'list' object has no attribute 'softmax'",
            "F.softmax({}, dim=0.0)",
            (),
        ),
        ("AttributeError", "'list' object has no attribute 'shape'", "{}.shape", ()),
    ],
)
@pytest.mark.parametrize("written", ["[1, 2, 3]", "x"])
def test_a_list_of_numbers_is_no_tensor(kind, message, broken, held, written) -> None:
    line = broken.format(written)

    words = said(kind, message, line, f"x = [1, 2, 3]\n{line}", operands=held)

    assert words == TIMES.format(written)


@pytest.mark.parametrize("change", ["x.append(t)", "x.extend(ys)", "x.insert(0, t)", "x[0] = t"])
def test_what_a_list_was_given_later_may_be_no_number(change) -> None:
    message = NOT_LIST.format("sum")

    words = said("TypeError", message, "torch.sum(x)", f"x = [1, 2]\n{change}\ntorch.sum(x)")

    assert words == message


@pytest.mark.parametrize(
    ("kind", "message", "line"),
    [
        ("TypeError", OPERAND.format("+", "'Tensor' and 'list'"), "t + [4]"),
        ("TypeError", 'can only concatenate list (not "Tensor") to list', "[4] + t"),
        ("TypeError", OPERAND.format("-", "'list' and 'int'"), "['a'] - 1"),
        ("TypeError", OPERAND.format("-", "'list' and 'list'"), "[1] - [2]"),
        ("TypeError", NOT_LIST.format("max"), "torch.max([t, u])"),
        ("TypeError", NOT_LIST.format("max"), "torch.max(*[[1, 2]])"),
        ("AttributeError", "'list' object has no attribute 'shape'", "xs.shape"),
        ("AttributeError", "'list' object has no attribute 'push'", "[1, 2].push"),
        ("AttributeError", "'list' object has no attribute 'write'", "json.dump(x, [1, 2])"),
        ("AttributeError", "'list' object has no attribute 'softmax'", "F.softmax([1, 2], 0)"),
        ("TypeError", OPERAND.format("-", "'list' and 'NoneType'"), "[1, 2] - y"),
    ],
)
def test_what_may_be_meant_otherwise_is_left(kind, message, line) -> None:
    assert said(kind, message, line, line, operands=ONE) == message


@pytest.mark.parametrize(
    ("message", "broken", "dtype"),
    [
        (NOT_LIST.format("linear"), "net([1, 2])", ", dtype=torch.float32"),
        (NOT_LIST.format("linear"), "net([1.0, 2])", ""),
        (NOT_LIST.format("dot"), "torch.dot(t, [1, 2])", ", dtype=torch.float32"),
        (NOT_LIST.format("mean"), "torch.mean([1, 2])", ", dtype=torch.float32"),
        (OPERAND.format("@", "'Tensor' and 'list'"), "t @ [1, 2]", ", dtype=torch.float32"),
    ],
)
def test_a_list_of_whole_numbers_is_made_floats_where_only_those_are_taken(
    message, broken, dtype
) -> None:
    written = broken[broken.index("[") : broken.index("]") + 1]
    floats = (Operand(expression="t", shape=(2, 2), dtype="float32"),)

    words = said("TypeError", message, broken, broken, operands=floats)

    assert words == f"{written} is a list, no tensor: write torch.tensor({written}{dtype})."


def test_a_named_list_of_whole_numbers_too() -> None:
    code = "x = [1, 2]\nnet(x)"

    words = said("TypeError", NOT_LIST.format("linear"), "net(x)", code)

    assert words.endswith("write torch.tensor(x, dtype=torch.float32).")


def test_a_data_set_of_lists_is_made_of_tensors() -> None:
    line = "TensorDataset([1, 2], [3, 4])"

    words = said("AttributeError", "'list' object has no attribute 'size'", line, line)

    assert words == (
        "TensorDataset takes tensors: TensorDataset(torch.tensor([1, 2]), torch.tensor([3, 4]))."
    )
