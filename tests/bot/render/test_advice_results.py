"""A call that gave something else than was meant: nothing, or several things."""

import pytest

from sandbox.protocol import Operand
from tests.bot.render.advising import said

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


def test_a_loss_takes_scores_first() -> None:
    whole = "\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'"
    chosen = "Expected floating point type for target with class probabilities, got Long"

    assert said("NotImplementedError", whole, "F.cross_entropy(y, p)").endswith("whole numbers.")
    assert said("NotImplementedError", whole, "F.log_softmax(y, 0)") == whole
    assert said("RuntimeError", chosen, "F.cross_entropy(p.argmax(1), y)") == (
        "This loss takes the scores themselves: leave out argmax."
    )
    assert said("RuntimeError", chosen, "F.cross_entropy(p, y)") == chosen


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


NO_CAST = "result type Float can't be cast to the desired output type Long"
TARGETS = (
    Operand(expression="out", shape=(4,), dtype="float32"),
    Operand(expression="y", shape=(4,), dtype="int64"),
)
LOSS = "BCEWithLogitsLoss takes floats, also as targets: write y.float()."


@pytest.mark.parametrize(
    "code",
    [
        "nn.BCEWithLogitsLoss()(out, y)",
        "nn.BCEWithLogitsLoss(pos_weight=w)(out, y)",
        "criterion = nn.BCEWithLogitsLoss()\ncriterion(out, y)",
        "class Net:\n    def f(self):\n        self.loss = nn.BCEWithLogitsLoss()\nn.loss(out, y)",
    ],
)
def test_the_binary_loss_takes_floats_as_targets(code) -> None:
    assert said("RuntimeError", NO_CAST, code.rpartition("\n")[2], code, operands=TARGETS) == LOSS


def test_its_function_says_so_by_its_own_name() -> None:
    line = "F.binary_cross_entropy_with_logits(out, target=y)"

    assert said("RuntimeError", NO_CAST, line, line, operands=TARGETS) == LOSS.replace(
        "BCEWithLogitsLoss", "binary_cross_entropy_with_logits"
    )


@pytest.mark.parametrize(
    ("code", "operands"),
    [
        ("criterion(out, y)", TARGETS),
        ("criterion = nn.MSELoss()\ncriterion(out, y)", TARGETS),
        ("y /= 2", TARGETS),
        ("nn.BCEWithLogitsLoss()(y, out)", TARGETS),
        ("nn.BCEWithLogitsLoss()(out, y)", ()),
        ("nn.BCEWithLogitsLoss()(out, f(y))", TARGETS),
    ],
)
def test_where_the_loss_or_its_targets_are_not_known_the_message_stays(code, operands) -> None:
    line = code.rpartition("\n")[2]

    assert said("RuntimeError", NO_CAST, line, code, operands=operands) == NO_CAST
