"""Arguments that NumPy and torch name differently, or take in another form."""

import pytest

from tests.bot.render.advising import held, said

UNEXPECTED = "{}() got an unexpected keyword argument '{}'"


@pytest.mark.parametrize(
    ("function", "name", "broken", "whose", "meant"),
    [
        ("_sum", "dim", "a.sum(dim=1)", "NumPy's sum", "axis"),
        ("_mean", "keepdim", "a.mean(1, keepdim=True)", "NumPy's mean", "keepdims"),
        ("concatenate", "dim", "np.concatenate(xs, dim=0)", "NumPy's concatenate", "axis"),
        ("softmax", "axis", "F.softmax(x, axis=0)", "torch's softmax", "dim"),
        ("Adam.__init__", "learning_rate", "torch.optim.Adam(p, learning_rate=1)", "Adam", "lr"),
        ("_DropoutNd.__init__", "rate", "nn.Dropout(rate=0.5)", "Dropout", "p"),
        ("Conv2d.__init__", "in_channel", "nn.Conv2d(in_channel=3)", "Conv2d", "in_channels"),
    ],
)
def test_a_keyword_has_another_name(function, name, broken, whose, meant) -> None:
    words = said("TypeError", UNEXPECTED.format(function, name), broken)

    assert words == f"{whose} has no {name}: it calls that {meant}."


@pytest.mark.parametrize(
    ("function", "name", "broken"),
    [
        ("f", "dim", "f(dim=1)"),
        ("softmax", "colour", "F.softmax(x, colour=0)"),
        ("A.mean", "axis", "a.mean(axis=0)"),
        ("mean", "axis", "a.mean()"),
        ("zeros", "dim", "np.zeros(3, dim=1)"),
        ("relu", "axis", "F.relu(x, axis=1)"),
    ],
)
def test_a_keyword_of_anything_else_is_left(function, name, broken) -> None:
    message = UNEXPECTED.format(function, name)

    assert said("TypeError", message, broken) == message


def test_a_layer_of_the_learners_own_has_its_own_names() -> None:
    message = UNEXPECTED.format("Linear.__init__", "units")
    code = "class Linear:\n    def __init__(self, n): pass\nLinear(units=3)"

    assert said("TypeError", message, "Linear(units=3)", code) == message


def test_numpy_hands_on_keywords_that_nobody_wrote() -> None:
    message = UNEXPECTED.format("mean", "axis")

    words = said("TypeError", message, "np.mean(w)", operands=held(w=(3,)))

    assert words == (
        "w is a tensor, and np.mean can't take it: write w.mean(), or np.mean(w.detach().numpy())."
    )


@pytest.mark.parametrize(
    ("kind", "message", "broken", "words"),
    [
        (
            "TypeError",
            "Cannot interpret '4' as a data type",
            "np.zeros(3, 4)",
            "np.zeros takes its shape as one tuple: np.zeros((3, 4)).",
        ),
        (
            "TypeError",
            "Cannot interpret '4' as a data type",
            "a.view(4)",
            "NumPy's view changes the dtype: for the shape write .reshape(4).",
        ),
        (
            "TypeError",
            "'tuple' object cannot be interpreted as an integer",
            "np.random.randn((3, 4))",
            "np.random.randn takes its sizes one by one: np.random.randn(3, 4).",
        ),
        (
            "TypeError",
            "'tuple' object cannot be interpreted as an integer",
            "range((3, 4))",
            "'tuple' object cannot be interpreted as an integer",
        ),
        (
            "RuntimeError",
            "Invalid device string: 'float32'",
            "x.to('float32')",
            "A text is taken for the name of a device here: for a dtype write torch.float32.",
        ),
        (
            "RuntimeError",
            "Invalid device string: 'gpu'",
            "x.to('gpu')",
            "Invalid device string: 'gpu'",
        ),
        (
            "TypeError",
            "zeros(): argument 'dtype' must be torch.dtype, not str",
            "torch.zeros(2, dtype='float32')",
            "dtype takes one of torch's, as in dtype=torch.float32, not a text.",
        ),
    ],
)
def test_a_form_is_another_one(kind, message, broken, words) -> None:
    assert said(kind, message, broken) == words


FORMS = (
    " * (int high, tuple of ints size, *, torch.Generator generator, Tensor out = None)\n"
    " * (int high, tuple of ints size, *, Tensor out = None, torch.dtype dtype = None)\n"
    " * (int low, int high, tuple of ints size, *, Tensor out = None)\n"
)


def combination(name: str, given: str, broken: str, forms: str = FORMS) -> str:
    message = (
        f"{name}() received an invalid combination of arguments - got ({given}), but expected one "
        f"of:\n{forms}"
    )
    return said("TypeError", message, broken)


def test_names_stand_for_the_types_of_c() -> None:
    assert combination("randint", "int", "torch.randint(3)") == (
        "randint() received an invalid combination of arguments - got (int). It takes "
        "(high, size) or (low, high, size)."
    )


def test_the_size_of_random_numbers_is_a_tuple() -> None:
    assert combination("randint", "int, int, int", "torch.randint(0, 10, 5)") == (
        "The size is a tuple: torch.randint(0, 10, (5,))."
    )


def test_a_row_of_numbers_wants_their_number() -> None:
    assert combination("linspace", "int, int", "torch.linspace(0, 1)") == (
        "torch.linspace wants the number of steps as well: torch.linspace(0, 1, 5)."
    )


def test_a_form_that_is_not_understood_is_left() -> None:
    assert "Tensor)" in combination("f", "int", "torch.f(3)", " * (Tensor)\n *\n")


@pytest.mark.parametrize(
    ("function", "name", "broken", "code"),
    [
        ("Linear", "units", "Linear(1, units=3)", "def Linear(i, o):\n    pass\n"),
        ("Own.softmax", "axis", "F.softmax(1, axis=0)", "class Own:\n    pass\nF = Own()\n"),
    ],
)
def test_what_the_learner_wrote_has_its_own_names(function, name, broken, code) -> None:
    message = UNEXPECTED.format(function, name)

    assert said("TypeError", message, broken, f"{code}{broken}") == message


def test_a_shape_that_is_one_tuple_is_right() -> None:
    message = "Cannot interpret '1' as a data type"

    assert said("TypeError", message, "np.ones((2, 3), 1)") == message
