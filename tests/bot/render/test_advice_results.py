"""A call that gave something else than was meant: nothing, or several things."""

import pytest

from tests.bot.render.advising import held, said

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


NO_TUPLE = "cat(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor"
NO_TUPLE_BUT = f"{NO_TUPLE}: put the tensors into brackets of their own, as in (a, b)."


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("torch.cat(a, dim)", NO_TUPLE_BUT),
        ("torch.cat(a, b)", "The tensors go into brackets of their own: torch.cat((a, b))."),
        (
            "torch.cat(a, 0)",
            NO_TUPLE_BUT,
        ),
    ],
)
def test_tensors_are_joined_in_brackets(broken, words) -> None:
    assert said("TypeError", NO_TUPLE, broken, operands=held(a=(2,), b=(2,))) == words


def test_tensors_are_stacked() -> None:
    message = "only one element tensors can be converted to Python scalars"

    assert said("ValueError", message, "torch.tensor(xs)").endswith("torch.stack(xs).")
    assert said("ValueError", message, "torch.tensor([t, t])").endswith("torch.stack([t, t]).")
    assert said("ValueError", message, "float(x)") == message


@pytest.mark.parametrize(
    "given", ["[[t, t], [t, t]]", "[t, 1.0]", "[t, -1.0]", "[[f(x) for x in r] for r in rs]"]
)
def test_what_can_not_be_stacked_is_left(given) -> None:
    message = "only one element tensors can be converted to Python scalars"

    assert said("ValueError", message, f"torch.tensor({given})") == message


STACK = "stack expects each tensor to be equal size, but got [3] at entry 0 and [5] at entry 2"


def test_tensors_of_several_shapes_are_padded_first() -> None:
    assert said("RuntimeError", STACK, "torch.stack(xs)", "torch.stack(xs)") == (
        "stack takes tensors of one shape only: tensor 0 is (3), tensor 2 is (5). Pad them first, "
        "for example with nn.utils.rnn.pad_sequence."
    )


def test_a_loader_is_spoken_of_where_there_is_one() -> None:
    assert said("RuntimeError", STACK, "next(it)", "it = iter(DataLoader(ds))\nnext(it)") == (
        "stack takes tensors of one shape only, and so does a DataLoader's batch: tensor 0 is (3), "
        "tensor 2 is (5). Pad them first, for example with nn.utils.rnn.pad_sequence; for a "
        "DataLoader, in its collate_fn."
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
