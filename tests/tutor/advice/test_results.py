"""A call that gave something else than was meant: nothing, or several things."""

import pytest

from tests.tutor.advice.advising import said

NO_RETURN = "f gives nothing back: end it with return …."
NO_SHAPE = "'NoneType' object has no attribute 'shape'"
F = "def f(x):\n    x + 1\n"
NET = "class Net(nn.Module):\n    def forward(self, x):\n        self.fc(x)\nnet = Net()\n"
APPENDED = (
    "xs.append(…) changes xs itself and gives None: write it on a line of its own, without "
    "{} = before it."
)


@pytest.mark.parametrize(
    ("broken", "code", "words"),
    [
        ("y.shape", f"{F}y = f(x)\ny.shape", NO_RETURN),
        ("f(x).shape", f"{F}f(x).shape", NO_RETURN),
        (
            "y.shape",
            f"{NET}y = net(x)\ny.shape",
            "forward gives nothing back: end it with return ….",
        ),
        ("ys.shape", "ys = xs.append(1)\nys.shape", APPENDED.format("ys")),
        ("xs.shape", "xs = []\nxs = xs.append(1)\nxs.shape", APPENDED.format("xs")),
    ],
)
def test_where_nothing_came_from(broken, code, words) -> None:
    assert said("AttributeError", NO_SHAPE, broken, code) == words


@pytest.mark.parametrize(
    "code",
    [
        "y = g(x)",
        "def f(x):\n    return x.g()\ny = f(x)",
        "def f(x):\n    yield 1\ny = f(x)",
        "@cache\ndef f(x):\n    x + 1\ny = f(x)",
        f"{F}y = f(x)\ny = g(x)",
        f"{F}y = f(x)\ndef g(y):\n    y.shape",
        "y = d.get(3)",
        "y = x.sum()",
    ],
)
def test_where_nothing_came_from_elsewhere(code) -> None:
    assert said("AttributeError", NO_SHAPE, "y.shape", f"{code}\ny.shape") == NO_SHAPE


def test_nothing_is_taken_apart_or_added() -> None:
    unpacked = "cannot unpack non-iterable NoneType object"
    added = "unsupported operand type(s) for +: 'int' and 'NoneType'"
    iterated = "'NoneType' object is not iterable"

    assert said("TypeError", unpacked, "a, b", f"{F}a, b = f(x)") == NO_RETURN
    assert said("TypeError", added, "1 + f(x)", f"{F}1 + f(x)") == NO_RETURN
    assert said("TypeError", added, "f(x) + 1", f"{F}f(x) + 1") == added
    assert said("TypeError", iterated, "ys", f"{F}ys = f(x)\nlist(ys)") == NO_RETURN


def test_the_maximum_of_an_axis_is_a_pair() -> None:
    message = "'torch.return_types.max' object has no attribute 'shape'"

    assert said("AttributeError", message, "m.shape") == (
        "max of an axis gives a pair, values and indices: take one of the two, with .values or "
        ".indices."
    )


NO_TENSOR = "linear(): argument 'input' (position 1) must be Tensor, not tuple"
NO_SUM = "unsupported operand type(s) for +: 'Tensor' and 'tuple'"


@pytest.mark.parametrize(
    ("message", "layer", "broken"),
    [(NO_TENSOR, "LSTM", "fc(rnn(x))"), (NO_SUM, "MultiheadAttention", "x + mha(x, x, x)")],
)
def test_a_layer_that_gives_several_things_is_named(message, layer, broken) -> None:
    words = said("TypeError", message, broken, f"layer = nn.{layer}(3, 4)\n{broken}")

    assert words == (
        f"Here is a tuple in the place of a tensor. nn.{layer} gives several things, the output "
        "first: out, _ = layer(…)."
    )
    assert said("TypeError", message, broken, broken) == message


TREE = "class Tree:\n    def insert(self, k):\n        {}\nroot = Tree()\n"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (TREE.format("self.k = k"), "insert gives nothing back: end it with return …."),
        (TREE.format("return self.next"), NO_SHAPE),
        (f"{TREE.format('self.k = k')}root = [1]\n", NO_SHAPE),
    ],
)
def test_a_method_of_the_learners_own_changes_no_list(code, words) -> None:
    said_of_it = said("AttributeError", NO_SHAPE, "y.shape", f"{code}y = root.insert(5)\ny.shape")

    assert said_of_it == words


def test_what_is_gone_through_may_be_nothing() -> None:
    message = "'NoneType' object is not iterable"

    assert said("TypeError", message, "f(x)", f"{F}for y in f(x):\n    pass", line=3) == NO_RETURN
    assert said("TypeError", message, "list(f)", f"{F}list(f)") == message


@pytest.mark.parametrize(
    "code",
    [
        f"{F}def f(x):\n    return g(x)\nf(x).shape",
        f"{F}def run(f, x):\n    return f(x).shape",
        f"{F}f = wrapped(f)\nf(x).shape",
    ],
)
def test_of_two_things_of_one_name_either_may_be_meant(code) -> None:
    assert said("AttributeError", NO_SHAPE, "f(x).shape", code) == NO_SHAPE


@pytest.mark.parametrize("kind", ["float", "int"])
def test_a_number_has_no_gradient(kind) -> None:
    message = f"'{kind}' object has no attribute 'backward'"

    assert said("AttributeError", message, "loss.backward") == (
        "backward() is a tensor's, and this is a plain number, such as item() gives: call it on "
        "the loss itself."
    )


def test_a_tensor_changes_its_dtype_by_another_name() -> None:
    message = "'Tensor' object has no attribute 'astype'"

    assert said("AttributeError", message, "x.astype") == (
        "astype is NumPy's: a tensor changes its dtype with to(…), as in x.to(torch.float32)."
    )
    assert said("AttributeError", message, "f(x).astype").endswith("as in .to(torch.float32).")


def test_in_an_autograd_by_hand_backward_is_not_a_tensors() -> None:
    message = "'float' object has no attribute 'backward'"
    code = "class Value:\n    def backward(self): pass\nloss.backward()"

    assert said("AttributeError", message, "loss.backward", code) == message


NO_INPUT = "cross_entropy_loss(): argument 'input' (position 1) must be Tensor, not NoneType"


@pytest.mark.parametrize(
    ("kind", "message", "line"),
    [
        ("AttributeError", NO_SHAPE, "Net()(x).shape"),
        ("AttributeError", "'NoneType' object has no attribute 'size'", "loss_fn(net(x), y)"),
        ("TypeError", NO_INPUT, "F.cross_entropy(net(x), y)"),
        ("TypeError", NO_INPUT, "F.cross_entropy(input=net(x), target=y)"),
    ],
)
def test_a_model_that_gives_nothing_is_found_where_it_is_called(kind, message, line) -> None:
    assert said(kind, message, line, f"{NET}{line}") == (
        "forward gives nothing back: end it with return …."
    )


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        ("-: 'torch.return_types.{}' and 'int'", "max"),
        ("*: 'int' and 'torch.return_types.{}'", "topk"),
    ],
)
def test_a_pair_is_no_number_to_count_with(kind, function) -> None:
    message = f"unsupported operand type(s) for {kind.format(function)}"

    assert said("TypeError", message, "x").startswith(f"{function} of an axis gives a pair")


def test_a_pair_is_no_tensor() -> None:
    for message in (
        "'>' not supported between instances of 'torch.return_types.max' and 'int'",
        "relu(): argument 'input' (position 1) must be Tensor, not torch.return_types.max",
    ):
        assert said("TypeError", message, "x").startswith("max of an axis gives a pair")


NO_RELU = "relu(): argument 'input' (position 1) must be Tensor, not tuple"


@pytest.mark.parametrize("broken", ["torch.relu(rnn(x))", "F.relu(out)"])
def test_any_function_may_be_given_all_that_a_layer_gives(broken) -> None:
    code = f"rnn = nn.LSTM(3, 4)\nout = rnn(x)\n{broken}"

    assert said("TypeError", NO_RELU, broken, code).endswith("first: out, _ = layer(…).")


@pytest.mark.parametrize("broken", ["torch.relu(f(x))", "F.relu((1, 2))", "F.relu(pair)"])
def test_a_tuple_of_another_kind_is_no_layers(broken) -> None:
    code = f"rnn = nn.LSTM(3, 4)\npair = 1, 2\n{broken}"

    assert said("TypeError", NO_RELU, broken, code) == NO_RELU


@pytest.mark.parametrize("broken", ["out.shape", "out.sum", "nn.LSTM(3, 4)(x).shape"])
def test_of_all_that_a_layer_gives_the_output_is_first(broken) -> None:
    message = "'tuple' object has no attribute 'shape'"
    code = f"out = nn.LSTM(3, 4)(x)\n{broken}"

    assert said("AttributeError", message, broken, code).endswith("out, _ = layer(…).")
    assert said("AttributeError", message, "pair.shape", f"{code}\npair.shape") == message


@pytest.mark.parametrize("made", ["x.max(1)", "torch.max(x, 1)", "x.topk(k=2, dim=0)"])
def test_a_pair_takes_no_part_in_a_sum(made) -> None:
    message = 'can only concatenate tuple (not "int") to tuple'
    line = "best + 1"
    name = "topk" if "topk" in made else "max"

    assert said("TypeError", message, line, f"best = {made}\n{line}") == (
        f"{name} of an axis gives a pair, values and indices: take one of the two, with .values "
        "or .indices."
    )
    assert said("TypeError", message, line, f"best = x.shape\n{line}") == message


@pytest.mark.parametrize("made", ["x.max()", "torch.min(x)"])
def test_without_an_axis_there_is_no_pair(made) -> None:
    message = "iteration over a 0-d tensor"
    name = "max" if "max" in made else "min"

    assert said("TypeError", message, "v, i", f"v, i = {made}") == (
        f"{name} without an axis gives one number alone; of an axis it gives a pair, values and "
        "indices: name it, as dim=0."
    )


@pytest.mark.parametrize("line", ["v, i = x.sum()", "v, i = x.max(1)", "for v in x.max(): pass"])
def test_of_other_numbers_alone_the_message_stays(line) -> None:
    message = "iteration over a 0-d tensor"

    assert said("TypeError", message, "v, i", line) == message
