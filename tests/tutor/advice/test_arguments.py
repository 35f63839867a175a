"""Arguments that NumPy and torch name differently, or take in another form."""

import pytest

from sandbox.protocol import Operand
from tests.tutor.advice.advising import held, said

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
        ("Softmax.__init__", "axis", "nn.Softmax(axis=1)", "Softmax", "dim"),
        ("one_hot", "num_class", "F.one_hot(y, num_class=3)", "one_hot", "num_classes"),
        ("one_hot", "classes", "F.one_hot(y, classes=3)", "one_hot", "num_classes"),
        ("DataLoader.__init__", "suffle", "DataLoader(d, suffle=True)", "DataLoader", "shuffle"),
        (
            "DataLoader.__init__",
            "batchsize",
            "DataLoader(d, batchsize=2)",
            "DataLoader",
            "batch_size",
        ),
        (
            "CrossEntropyLoss.__init__",
            "weights",
            "nn.CrossEntropyLoss(weights=w)",
            "CrossEntropyLoss",
            "weight",
        ),
        (
            "Embedding.__init__",
            "vocab_size",
            "nn.Embedding(vocab_size=9, dim=3)",
            "Embedding",
            "num_embeddings",
        ),
        ("meshgrid", "index", "torch.meshgrid(a, b, index='ij')", "meshgrid", "indexing"),
        ("normal_", "sd", "nn.init.normal_(w, sd=1)", "normal_", "std"),
        ("pad", "padding", "F.pad(x, padding=(1, 1))", "pad", "pad"),
        (
            "set_printoptions",
            "precison",
            "torch.set_printoptions(precison=2)",
            "set_printoptions",
            "precision",
        ),
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
        ("one_hot", "colours", "F.one_hot(y, colours=3)"),
        ("pad", "padding", "own.pad(x, padding=1)"),
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


@pytest.mark.parametrize(
    "broken", ["np.ones(x.shape, 1)", "np.ones(shape, 1)", "np.ones(hw, 1)", "np.ones(a.size(), 1)"]
)
def test_a_shape_is_not_put_into_another_one(broken) -> None:
    message = "Cannot interpret '1' as a data type"

    assert said("TypeError", message, broken, f"hw = 2, 3\n{broken}") == message


def test_a_name_of_a_dtype_is_taken_for_a_device_in_other_words_too() -> None:
    message = (
        "Expected one of cpu, cuda, ipu, privateuseone device type at start of device string: {}"
    )

    assert said("RuntimeError", message.format("float"), "x.to('float')") == (
        "A text is taken for the name of a device here: for a dtype write torch.float."
    )
    assert said("RuntimeError", message.format("tpu"), "x.to('tpu')") == message.format("tpu")


def test_a_dtype_among_several_forms_is_told_of_alone() -> None:
    words = combination("randint", "int, dtype=str", "torch.randint(3, dtype='int')")

    assert words == "dtype takes one of torch's, as in dtype=torch.float32, not a text."


def test_a_keyword_that_was_given_is_no_other_forms() -> None:
    words = combination("randint", "int, generator=int", "torch.randint(3, generator=1)")

    assert words.endswith("It takes (high, size, generator) or (high, size) or (low, high, size).")


@pytest.mark.parametrize(
    ("broken", "meant", "message"),
    [
        (
            "np.std(w)",
            "np.std(w.detach().numpy())",
            (
                "std() received an invalid combination of arguments - got (ddof=int, out=NoneType, "
                "), but expected one of:\n * (tuple of ints dim, bool unbiased = True)\n"
            ),
        ),
        (
            "np.max(w)",
            "w.max(), or np.max(w.detach().numpy())",
            "max(): argument 'dim' must be int, not NoneType",
        ),
        (
            "np.mean(w, axis=1)",
            "w.mean(axis=1), or np.mean(w.detach().numpy(), axis=1)",
            UNEXPECTED.format("mean", "axis"),
        ),
    ],
)
def test_numpy_hands_on_more_than_was_written(broken, meant, message) -> None:
    words = said("TypeError", message, broken, operands=held(w=(2, 3)))

    assert (
        words == f"w is a tensor, and {broken[: broken.index('(')]} can't take it: write {meant}."
    )
    assert said("TypeError", message, broken).startswith(message[:20])


@pytest.mark.parametrize(
    "call",
    [
        "sum({}, where=m)",
        "sum({}, axis=0, dtype=np.float64)",
        "sum({}, 0, np.float64)",
        "prod({}, axis=None)",
        "any({}, keepdims=True)",
    ],
)
def test_a_method_that_takes_other_arguments_is_not_told_of(call) -> None:
    message = UNEXPECTED.format("sum", "axis")
    broken, meant = f"np.{call.format('w')}", f"np.{call.format('w.detach().numpy()')}"

    assert said("TypeError", message, broken, operands=held(w=(3,))) == (
        f"w is a tensor, and {broken.partition('(')[0]} can't take it: write {meant}."
    )


@pytest.mark.parametrize("dtype", ["int64", "bool"])
def test_of_whole_numbers_a_tensor_has_no_mean(dtype) -> None:
    operands = (Operand(expression="n", shape=(3,), dtype=dtype),)

    words = said("TypeError", UNEXPECTED.format("mean", "axis"), "np.mean(n)", operands=operands)

    assert words == "n is a tensor, and np.mean can't take it: write np.mean(n.detach().numpy())."


def test_a_dtype_for_numpy_is_not_the_slip() -> None:
    """The tensor is: with it made an array, the dtype is right."""
    message = "sum(): argument 'dtype' must be torch.dtype, not type"

    assert said("TypeError", message, "np.sum(w, dtype=np.float64)", operands=held(w=(3,))) == (
        "w is a tensor, and np.sum can't take it: write np.sum(w.detach().numpy(), "
        "dtype=np.float64)."
    )


@pytest.mark.parametrize(
    ("name", "broken", "meant"),
    [
        ("zeros", "torch.zeros(2, requires_gard=True)", "requires_grad"),
        ("tensor", "torch.tensor([1.], require_grad=True)", "requires_grad"),
        ("ones", "torch.ones(2, dtypes=torch.int)", "dtype"),
    ],
)
def test_a_keyword_that_is_nearly_written_is_named(name, broken, meant) -> None:
    written = broken.partition("=")[0].rpartition(" ")[2]

    assert said("TypeError", UNEXPECTED.format(name, written), broken) == (
        f"torch's {name} has no {written}: it calls that {meant}."
    )


@pytest.mark.parametrize("broken", ["torch.relu(x, dtypes=1)", "torch.zeros(2, colour=1)"])
def test_a_keyword_that_is_near_to_none_is_left(broken) -> None:
    message = UNEXPECTED.format(broken[6:].partition("(")[0], broken[:-3].rpartition(" ")[2])

    assert said("TypeError", message, broken) == message


def test_a_keyword_that_is_near_to_one_of_any_form_is_named() -> None:
    given = "int, tuple, generators=NoneType"

    assert combination("randint", given, "torch.randint(9, (3,), generators=None)") == (
        "randint has no generators: it calls that generator."
    )


def test_a_keyword_that_nobody_wrote_is_no_slip() -> None:
    forms = " * (int dim, bool keepdim = False)\n"

    assert "it calls that" not in combination("f", "int, keep_dim=bool", "np.f(x * 1)", forms)


@pytest.mark.parametrize("given", ["int, keepdims=bool", "int, axis=int", "int, colour=int"])
def test_a_name_of_numpys_that_torch_takes_as_well_is_none_too_many(given) -> None:
    forms = " * (int dim, bool keepdim = False)\n"
    line = f"torch.f(3, {given.partition(' ')[2]})"

    assert combination("f", given, line, forms).endswith("It takes (dim, keepdim).")


def test_numpy_has_no_bfloat16() -> None:
    operands = (Operand(expression="h", shape=(3,), dtype="bfloat16"),)

    words = said("TypeError", UNEXPECTED.format("mean", "axis"), "np.mean(h)", operands=operands)

    assert words.endswith(": write h.mean(), or np.mean(h.detach().float().numpy()).")


CLAMP = (
    "clamp() received an invalid combination of arguments - got (minimum=int, ), but expected one "
    "of:\n * (Tensor min = None, Tensor max = None)\n * (Number min = None, Number max = None)\n"
)
SORT = (
    "sort() received an invalid combination of arguments - got (reverse=bool, ), but expected one "
    "of:\n * (*, bool stable, int dim = -1, bool descending = False)\n"
    " * (int dim = -1, bool descending = False)\n"
)


@pytest.mark.parametrize(
    ("message", "broken", "words"),
    [
        (CLAMP, "x.clamp(minimum=0)", "clamp has no minimum: it calls that min."),
        (SORT, "x.sort(reverse=True)", "sort has no reverse: it calls that descending."),
        (SORT.replace("descending", "falling"), "x.sort(reverse=True)",
         ("sort() received an invalid combination of arguments - got (reverse=bool). "
          "It takes (dim, falling).")),
    ],
)  # fmt: skip
def test_a_keyword_of_python_or_numpy_has_torchs_name(message, broken, words) -> None:
    assert said("TypeError", message, broken) == words


GPU = "Expected one of cpu, cuda, ipu, xpu device type at start of device string: gpu"


def test_a_gpu_is_named_otherwise() -> None:
    assert said("RuntimeError", GPU, "x.to('gpu')") == (
        "torch knows no device 'gpu', it calls that 'cuda'; here is only the 'cpu'."
    )
