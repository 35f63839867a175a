"""Names of other languages and libraries."""

import pytest

from tests.tutor.advice.advising import held, said

NET = "class Net(nn.Module):\n    pass\n"
NO_NAME = "name '{}' is not defined"
IN_METHODS = "it is known in a method alone, whose def names it first: def forward(self, x)."
NAMED = "== compares, and an argument is given with one =, as in dim=0."
NO_LINE = "a block ends where its indentation does, so leave this line out."


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("null", "x = null", "Python writes None for null."),
        ("length", "length(a)", "write len(a)."),
        ("disp", "disp(a + 1)", "write print(a + 1)."),
        ("size", "size(a)", "write a.shape."),
        ("end", "b = a[1:end]", "leave it out, as in a[1:]."),
        ("end", "b = a[end]", "the last one is a[-1]."),
        ("end", "end", NO_LINE),
        ("dim", "a.sum(dim==0)", NAMED),
        ("self", "self.x = 3", IN_METHODS),
    ],
)
def test_a_name_of_elsewhere_is_known(name, line, words) -> None:
    message = NO_NAME.format(name)

    assert said("NameError", message, name, line, operands=held(a=(3,))) == f"{message}: {words}"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("size", "size(a)"),
        ("end", "a[1:end + 2]"),
        ("end", "a[start:end]"),
        ("k", "print(k == 3)"),
        ("length", "length(a, b)"),
        ("device", 'print(device == "cpu")'),
        ("device", 'self.assertTrue(device == "cpu")'),
        ("dim", "xs.append(dim == 3)"),
        ("dim", "torch.all(dim == 0)"),
        ("lr", "if bool(lr == 0.1): pass"),
    ],
)
def test_what_may_be_a_name_of_the_learners_own_is_left(name, line) -> None:
    message = NO_NAME.format(name)

    assert said("NameError", message, name, line) == message


@pytest.mark.parametrize(
    ("owner", "name", "meant"),
    [
        ("torch", "array", "torch.tensor"),
        ("torch.random", "randn", "torch.randn"),
        ("torch.nn", "MaxPooling2D", "nn.MaxPool2d"),
    ],
)
def test_what_torch_calls_otherwise_is_named(owner, name, meant) -> None:
    message = f"module '{owner}' has no attribute '{name}'"

    words = said("AttributeError", message, f"{owner}.{name}")

    assert words == f"{owner} has no {name}: it calls that {meant}."


@pytest.mark.parametrize(
    ("message", "broken", "words"),
    [
        (
            "module 'numpy' has no attribute 'float'.\n`np.float` was a deprecated alias",
            "np.float",
            "NumPy has no np.float any more: write float, or np.float64.",
        ),
        (
            "'Sequential' object has no attribute 'weight'",
            "net.weight",
            "net only holds layers. Its first is net[0]: ask one that has a weight.",
        ),
        (
            "'SGD' object has no attribute 'backward'",
            "opt.backward",
            (
                "backward() is the loss's: loss.backward() computes the gradients, then opt.step() "
                "uses them."
            ),
        ),
    ],
)
def test_an_attribute_of_elsewhere_is_known(message, broken, words) -> None:
    assert said("AttributeError", message, broken) == words


def test_a_tensor_has_a_shape_and_no_length() -> None:
    words = said("AttributeError", "'Tensor' object has no attribute 'length'", "x.length")

    assert words.startswith("A tensor has no length: x.shape is its shape, len(x) the size of its")


@pytest.mark.parametrize(
    ("code", "owner", "name", "words"),
    [
        ("m = nn.Linear(2, 1)\nm.predict", "Linear", "predict", "call the model itself, m(…)."),
        (f"{NET}m = Net()\nm.summary", "Net", "summary", "print(m) shows its layers."),
        (
            "m = nn.Sequential()\nm.add",
            "Sequential",
            "add",
            "a Sequential takes one more layer by m.append(…).",
        ),
    ],
)
def test_what_keras_has_is_done_otherwise(code, owner, name, words) -> None:
    message = f"'{owner}' object has no attribute '{name}'"

    told = said("AttributeError", message, code.rpartition("\n")[2], code)

    assert told == f"{name} is Keras's: {words}"


@pytest.mark.parametrize(
    "code", ["class Box:\n    pass\nm = Box()\nm.fit", "m = Box()\nm = 3\nm.fit"]
)
def test_a_fit_of_others_is_left(code) -> None:
    message = "'Box' object has no attribute 'fit'"

    assert said("AttributeError", message, "m.fit", code) == message


def test_a_model_is_not_compiled_with_a_loss() -> None:
    message = "torch.compile needs a C++ compiler"
    of_keras = "m.compile(optimizer='adam', loss='mse')"

    assert said("RuntimeError", message, of_keras).startswith("This is how Keras compiles a model.")
    assert said("RuntimeError", message, "m.compile()") == message


@pytest.mark.parametrize(
    "code",
    [
        f"{NET}def predict(self, x):\n    return x\nm = Net()\nm.predict",
        (
            "class Net(nn.Module):\n    def __init__(self):\n        def predict(x):\n"
            "            return x\nm = Net()\nm.predict"
        ),
    ],
)
def test_a_method_in_the_wrong_place_is_the_learners_own(code) -> None:
    message = "'Net' object has no attribute 'predict'"

    assert said("AttributeError", message, "m.predict", code) == message


def test_a_method_that_is_misspelt_is_the_learners_own() -> None:
    message = "'Net' object has no attribute 'fit'. Did you mean: 'fitt'?"

    assert said("AttributeError", message, "m.fit", f"{NET}m = Net()\nm.fit") == message
