"""A misspelt name is told which one was meant, as Python's own printer tells it."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt
from torch import nn

from sandbox.protocol import Outcome
from sandbox.worker.shield import names
from sandbox.worker.told.names import CALLED_HERE, suggested
from tests.sandbox.conftest import Run


def missing(owner: object, name: str) -> AttributeError | None:
    try:
        getattr(owner, name)
    except AttributeError as error:
        return error
    return None


SUGGESTED = {
    "a method": ("x = torch.ones(1)\nx.squeze()", "squeeze"),
    "a function of a large module": ("torch.tensr(1)", "tensor"),
    "what every snippet has": ("troch.ones(2)", "torch"),
    "a local": ("def f(output): return ouput\nf(1)", "output"),
    "a builtin": ("prnt(1)", "print"),
    "a layer": ("nn.Lineer(2, 3)", "Linear"),
    "a function of layers": ("F.crossentropy(1, 2)", "cross_entropy"),
    "a layer that is not torch's own": ("torch.Linear(2, 3)", "nn.Linear"),
    "a function that is not torch's own": ("torch.gelu(1)", "nn.functional.gelu"),
    "a loss that is not torch's own": ("torch.mse_loss(1, 2)", "nn.functional.mse_loss"),
    "an optimizer": ("torch.Adam([])", "optim.Adam"),
    "a loader": ("torch.DataLoader([])", "utils.data.DataLoader"),
    "two capitals": ("torch.floattensor(1)", "FloatTensor"),
    "no function in place": ("torch.sqrtt(1)", "sqrt"),
    "of many own names": (
        "x = torch.ones(1)\nfor i in range(9): setattr(x, f'own{i}', i)\nx.squeze()",
        "squeeze",
    ),
    "a member": ("import enum\nclass A(enum.Enum): GREEN = 1\nA.GREN", "GREEN"),
    "a part of a network": ("m = nn.Module()\nm.layer = nn.ReLU()\nm.laier", "layer"),
    "a letter that is not there": ("torh.ones(2)", "torch"),
    "what was imported": ("import math\nx = mathh.pi", "math"),
    "a name from torch": ("from torch import Tensor\ndef f(x: Tensr): return x", "Tensor"),
    "an output that was pasted": ("tensor([1., 2.])", "torch.tensor"),
    "what most call by its last name": ("x = zeros(3) + torch.ones(3)", "torch.zeros"),
    "a type of tensors": ("FloatTensor([1, 2])", "torch.FloatTensor"),
    "what is near to a builtin": ("x = randn(3)", "torch.randn"),
    "a call below its name": ("with no_grad ():\n    pass", "torch.no_grad"),
    "torch's beside a value": ("zero = 3\nx = zeros(3)", "torch.zeros"),
    "torch's beside another of torch's": ("from torch import rand\nx = randn(3)", "torch.randn"),
    "a name of one's own": ("zero = 3\nzeros + 1", "zero"),
    "a name of one's own in place of a given one": ("math = 3\nmathh + 1", "math"),
    "a function that is called on values": (
        "x = torch.ones(2)\ntorch.nn.relu(x)",
        "functional.relu",
    ),
    "a function with a setting": ("nn.softmax(torch.ones(2), dim=0)", "functional.softmax"),
    "a function with a number": ("x = torch.ones(2)\nnn.dropout(x, .5)", "functional.dropout"),
    "a loss of two values": ("a = torch.ones(2)\nnn.mse_loss(a, a)", "functional.mse_loss"),
    "a function of nothing": ("nn.Sequential(nn.Linear(2, 3), nn.relu())", "ReLU"),
    "a layer with a setting": ("nn.softmax(dim=1)", "Softmax"),
    "a layer in place": ("nn.relu(True)", "ReLU"),
    "a layer's share": ("nn.dropout(0.5)", "Dropout"),
    "a layer's share by name": ("p = 0.5\nnn.dropout(p)", "Dropout"),
    "a layer of sizes": ("nn.linear(2, 3)", "Linear"),
    "a layer of sizes by name": ("n = 2\nnn.linear(n, 3)", "Linear"),
    "a layer of channels": ("nn.conv2d(1, 8, 3)", "Conv2d"),
    "a dtype": ("torch.zeros(3, dtype=float32)", "torch.float32"),
    "a dtype to go to": ("torch.zeros(3).to(long)", "torch.long"),
    "a dtype of numpy": ("np.zeros(3, dtype = float32)", "np.float32"),
    "a dtype of an array": ("a = np.zeros(3)\na.astype(int64)", "np.int64"),
}


@pytest.mark.parametrize("want", [{}, {"trace": True}])
@pytest.mark.parametrize(("code", "name"), SUGGESTED.values(), ids=SUGGESTED.keys())
async def test_a_misspelt_name_is_told_in_the_message_too(
    run: Run, code: str, name: str, want: dict[str, bool]
) -> None:
    result = await run(code, want=want)

    assert result.error is not None
    assert result.error.message.endswith(f". Did you mean: '{name}'?")
    assert result.stderr.endswith(f"{result.error.message}\n")


NOT_SUGGESTED = {
    "nothing is near": "entirely_different",
    "a private module of torch": "torch.to_tensor([1])",
    "another function of torch": "torch.from_list([1])",
    "what is right in Python": "torch.list",
    "what a tensor has": "torch.size(torch.ones(2))",
    "a module that is called as a class": "torch.adam([])",
    "short names that nobody imported": "def f(k): return k * n\nf(2)",
    "a name of ours": "seen_",
    "numpy's name": "x = np.ones(3) + zeros(3)",
    "a tensor's type that is an attribute": "x = torch.Tensor(3)\ntensors",
    "a short word beside what is used": "m = nn.Linear(1, 1)\nnn.Linear(n, nr)",
    "a variable that was forgotten": "torch.ones(2).to(device)",
    "a name of torch that is not called": "x = tensor",
    "a dtype that is not asked for": "x = torch.ones(2) + int64",
    "a dtype that numpy has not": "np.ones(2, dtype=bfloat16)",
    "a dtype of one of two libraries": "torch.tensor(np.ones(2), dtype=int64)",
    "a method of something": "m = 1\nk9.tensor(3)",
    "an error of another kind": "class E(AttributeError): pass\nraise E('x', name='a', obj='')",
    "words without a name": "raise NameError('prnt')",
    "words of a class of its own": (
        "class S(str):\n    def __add__(self, other): return S('no')\nraise NameError(S('words'))"
    ),
}


@pytest.mark.parametrize("want", [{}, {"trace": True}])
@pytest.mark.parametrize("code", NOT_SUGGESTED.values(), ids=NOT_SUGGESTED.keys())
async def test_in_doubt_no_name_is_told(run: Run, code: str, want: dict[str, bool]) -> None:
    result = await run(code, want=want)

    assert result.error is not None
    assert "Did you mean" not in result.error.message + result.stderr


LAYER = nn.Linear(2, 2)
TENSOR, ARRAY = torch.ones(2, 3), np.ones(3)
MEANT = {
    "a letter too many": (TENSOR, "detatch", "detach"),
    "a letter too few": (ARRAY, "reshap", "reshape"),
    "two letters that changed places": (torch.nn, "Dropuot", "Dropout"),
    "of numpy": (np, "arrange", "arange"),
    "another case": (torch.nn, "Conv2D", "Conv2d"),
    "another case of what is right elsewhere": (torch.nn, "relu", "ReLU"),
    "no underscore where another has one": (torch.nn, "layer_norm", "LayerNorm"),
    "a method of layers": (LAYER, "parameter", "parameters"),
    "only in place": (TENSOR, "fill", "fill_"),
    "a method of dictionaries": (TENSOR, "items", "item"),
    "numpy's of a tensor": (TENSOR, "strides", "stride"),
    "numpy's copy": (TENSOR, "copy", "clone"),
    "numpy's new axis": (TENSOR, "expand_dims", "unsqueeze"),
    "torch's of an array": (ARRAY, "dim", "ndim"),
    "torch's copy": (ARRAY, "clone", "copy"),
    "torch's new axis": (np, "unsqueeze", "expand_dims"),
    "torch's tensor": (np, "tensor", "array"),
    "Python's": (np, "range", "arange"),
    "a module of numpy left out": (np, "randint", "random.randint"),
    "another module of numpy left out": (np, "inv", "linalg.inv"),
    "a loss by its whole name": (torch.nn, "BinaryCrossEntropyLoss", "BCELoss"),
    "two letters of a short name": (TENSOR, "maen", "mean"),
    "two letters and not another name": (TENSOR, "dytpe", "dtype"),
    "two letters at the end": (TENSOR, "numyp", "numpy"),
    "two letters of a property": (TENSOR, "gard", "grad"),
    "a letter twice": (TENSOR, "summ", "sum"),
    "a letter once": (TENSOR, "squeze", "squeeze"),
    "two letters of an array's": (ARRAY, "itme", "item"),
    "two letters of torch's": (torch, "zeors", "zeros"),
    "two letters of a layer": (torch.nn, "ReUL", "ReLU"),
    "of axes what plt has": (plt.Axes, "xlabel", "set_xlabel"),
}


@pytest.fixture
def axes() -> Iterator[plt.Axes]:
    yield plt.figure().add_subplot()
    plt.close("all")


@pytest.mark.parametrize(("owner", "wrong", "name"), MEANT.values(), ids=MEANT.keys())
def test_of_torch_and_numpy_what_is_told_is_what_was_meant(
    axes: plt.Axes, owner: object, wrong: str, name: str
) -> None:
    error = missing(axes if owner is plt.Axes else owner, wrong)

    assert error is not None
    assert suggested(error) == f". Did you mean: '{name}'?"


NOT_MEANT = {
    "numpy's function": (ARRAY, "median"),
    "torch's function": (ARRAY, "unsqueeze"),
    "what an array is already": (ARRAY, "numpy"),
    "a type": (ARRAY, "float"),
    "numpy's types": (TENSOR, "astype"),
    "Python's function": (TENSOR, "len"),
    "a list's": (TENSOR, "pop"),
    "a list's too": (TENSOR, "insert"),
    "in place": (TENSOR, "map"),
    "in place too": (TENSOR, "apply"),
    "of another library": (TENSOR, "value"),
    "of torch": (LAYER, "load"),
    "of a tensor": (LAYER, "shape"),
}


@pytest.mark.parametrize(("owner", "wrong"), NOT_MEANT.values(), ids=NOT_MEANT.keys())
def test_a_name_that_is_right_elsewhere_is_no_slip_of_the_pen(owner: object, wrong: str) -> None:
    error = missing(owner, wrong)

    assert error is not None
    assert suggested(error) == ""


def test_what_a_name_is_called_here_is_there() -> None:
    homes = {torch.Tensor: TENSOR, np.ndarray: ARRAY, np: np, nn: nn}

    for home, called in CALLED_HERE.items():
        assert [name for name in called.values() if missing(homes[home], name)] == []


IMPORTS = {
    "a capital": ("from torch.utils.data import Dataloader", "DataLoader"),
    "a letter": ("from torch.nn import Lineer", "Linear"),
    "inside": ("from torch import DataLoader", "from torch.utils.data import DataLoader"),
    "of numpy": ("from numpy import randint", "from numpy.random import randint"),
    "of Python": ("from collections import Countr", "Counter"),
}


@pytest.mark.parametrize(("code", "name"), IMPORTS.values(), ids=IMPORTS.keys())
async def test_of_an_import_too_it_is_told_what_was_meant(run: Run, code: str, name: str) -> None:
    result = await run(code)

    assert result.error is not None
    assert result.error.message.endswith(f"'. Did you mean: '{name}'?")
    assert result.stderr.endswith(f"{result.error.message}\n")


async def test_where_a_module_lies_here_is_not_told(run: Run) -> None:
    result = await run("from torch.utils.data import entirely_different")

    assert result.error is not None
    assert result.error.message == (
        "cannot import name 'entirely_different' from 'torch.utils.data'"
    )
    assert "site-packages" not in result.stderr


@pytest.mark.parametrize("name", ["i", "pd", "k"])
async def test_no_builtin_is_meant_by_a_letter_or_two(run: Run, name: str) -> None:
    result = await run(name)

    assert result.error is not None
    assert result.error.message == f"name '{name}' is not defined"


EVERYDAY = """
arch bat batch bath cash fn fs hatch lr lt mask mat match max_len nm north npy p patch path pt ptr
rnn sensor tar tensor tensors truth
""".split()


USES_ALL = "s = torch.ones(1) + math.pi + np.pi\nnn.ReLU, F.relu, plt.plot, Tensor\n"


@pytest.mark.parametrize("above", ["", USES_ALL])
@pytest.mark.parametrize("word", EVERYDAY)
async def test_what_a_snippet_was_given_is_not_what_it_meant(
    run: Run, word: str, above: str
) -> None:
    """Nobody who imported nothing and forgot a variable was thinking of `math`."""
    result = await run(f"{above}y = {word}.shape")

    assert result.error is not None
    assert result.error.message.startswith(f"name '{word}' is not defined")
    assert not any(f"'{name}'" in result.error.message for name in names())


@pytest.mark.parametrize("code", ["mat.exp()", "mat.sqrt()", "match.pow(2, 3)"])
async def test_what_tensors_do_too_is_not_asked_of_math(run: Run, code: str) -> None:
    result = await run(code)

    assert result.error is not None
    assert "'math'" not in result.error.message


ALIKE = {
    "another alphabet's where it is made": (
        "\u0445 = 1\nprint(x)",
        "\u0445",
        "CYRILLIC SMALL LETTER HA",
    ),
    "another alphabet's where it is used": (
        "x = 1\nprint(\u0445)",
        "x",
        "CYRILLIC SMALL LETTER HA",
    ),
    "one of several letters": ("b\u0430tch = 1\nbatch", "b\u0430tch", "CYRILLIC SMALL LETTER A"),
    "two letters": ("l\u043es\u0455 = 1\nloss", "l\u043es\u0455", "CYRILLIC SMALL LETTER O"),
    "a capital of Greek": ("\u03a7 = 1\nX", "\u03a7", "GREEK CAPITAL LETTER CHI"),
    "what can't be seen": ("x\ufe0f = 1\nx", "x\ufe0f", "VARIATION SELECTOR-16"),
    "of a module": ("torch.\u043enes(2)", "ones", "CYRILLIC SMALL LETTER O"),
    "at another place": (
        "a\u0430 = 1\n\u0430a",
        "a\u0430",
        "CYRILLIC SMALL LETTER A (U+0430) where the other has none",
    ),
    "given": ("n\u0440.ones(2)", "np", "CYRILLIC SMALL LETTER ER"),
}


@pytest.mark.parametrize(("code", "name", "letter"), ALIKE.values(), ids=ALIKE.keys())
async def test_of_two_names_that_look_alike_the_odd_letter_is_named(
    run: Run, code: str, name: str, letter: str
) -> None:
    result = await run(code)

    assert result.error is not None
    assert f". Did you mean: '{name}'? It looks the same, but one of the two " in (
        result.error.message
    )
    assert letter in result.error.message
    assert result.stderr.endswith(f"{result.error.message}\n")


CHAINED = """
for i in range(2900):
    globals()["abcdefghijklmnopqrst"[i % 20:] + "abcdefghijklmnopqrst"[:i % 20] + f"ponmlk{i}"] = 1
def go(n):
    try:
        if n: go(n - 1)
        tsrqponmlkjihgfedcbagzabcdefgh
    except NameError:
        tsrqponmlkjihgfedcbagzabcdefgh
go(30)
"""


async def test_an_error_among_many_names_is_told_as_what_it_is(run: Run) -> None:
    result = await run(CHAINED)

    assert (result.outcome, result.error and result.error.type) == (Outcome.ERROR, "NameError")


@pytest.mark.parametrize("name", ["Linear", "gelu", "normalize", "l1_loss", "Sampler", "linear"])
def test_no_name_of_torch_goes_for_one_that_is_a_part_of_it(name: str) -> None:
    """To leave out `nn.` is what learners do most; another loss is not what they meant."""
    error = missing(torch, name)

    assert error is not None
    assert suggested(error).endswith(f".{name}'?")
