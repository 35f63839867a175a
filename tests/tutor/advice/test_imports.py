"""A module or a name that is not there: what is said of it fits what it may be."""

import pytest

from tests.tutor.advice.advising import said

HERE = "Snippets have torch, numpy, matplotlib and Python's standard library"
OWN = "If it is a file of your own, paste its code above instead."
NET = (
    "class Net(nn.Module):\n    def __init__(self):\n        self.fc = nn.Linear(2, 1)\n"
    "    def forward(self, x):\n        return fc(x)"
)


def no_module(name: str) -> str:
    return said("ModuleNotFoundError", f"No module named '{name}'", code="import it")


def no_name(name: str, code: str, **fields) -> str:
    return said("NameError", f"name '{name}' is not defined", name, code, **fields)


@pytest.mark.parametrize("name", ["pandas", "google.colab", "torchvision"])
def test_a_package_can_not_be_installed(name) -> None:
    assert no_module(name) == f"No module named '{name}'. {HERE}; nothing can be installed."


@pytest.mark.parametrize("name", ["utils", "src", "my_model"])
def test_another_name_may_be_a_file_of_the_learners_own(name) -> None:
    assert no_module(name).endswith(f"nothing can be installed. {OWN}")


def test_a_module_of_torch_that_there_is_not_is_no_package() -> None:
    assert no_module("torch.vision") == "torch has no module vision."
    assert (
        no_module("torch.utils.dta")
        == "torch.utils has no module dta. Did you mean torch.utils.data?"
    )
    assert no_module("torch.nn.Module") == (
        "torch.nn has no module Module. For a class of it write from torch.nn import Module."
    )
    assert no_module("torch.utils.Dataset") == (
        "torch.utils has no module Dataset: write from torch.utils.data import Dataset."
    )
    assert no_module("torch.nn.F") == "torch.nn has no module F."
    assert no_module("torch.") == "No module named 'torch.'"


def test_torch_has_another_name_than_its_project() -> None:
    assert no_module("pytorch") == "No module named 'pytorch'. Its name is torch."


@pytest.mark.parametrize(
    ("name", "code", "how"),
    [
        ("optim", "optim.SGD(p)", "from torch import optim"),
        ("DataLoader", "DataLoader(x)", "from torch.utils.data import DataLoader"),
        ("deepcopy", "deepcopy(x)", "from copy import deepcopy"),
        ("random", "random.seed(0)", "import random"),
        ("os", "os.getcwd()", "import os"),
        ("datetime", "datetime.now()", "from datetime import datetime"),
        ("datetime", "datetime.datetime.now()", "import datetime"),
    ],
)
def test_what_is_missing_is_an_import(name, code, how) -> None:
    assert no_name(name, code) == f"name '{name}' is not defined: write {how} above."


def test_a_suggestion_of_pythons_is_chance_beside_it() -> None:
    words = said(
        "NameError", "name 'pd' is not defined. Did you mean: 'id'?", "pd", "pd.read_csv()"
    )

    assert words == f"name 'pd' is not defined, and pandas is not here. {HERE}."


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("random", "random(3)"),
        ("time", "x = time + 1"),
        ("time", "x * time.view(-1, 1)"),
        ("optim", "optim.SGD(p)\noptim = 3"),
        ("optim", "%matplotlib inline\noptim.SGD(p)"),
        ("pd", "pd = 3 + pd"),
        ("ys", "ys.append(1)"),
    ],
)
def test_a_name_that_may_be_the_learners_own_is_left(name, code) -> None:
    assert no_name(name, code) == f"name '{name}' is not defined"


def test_what_belongs_to_self_is_found_there() -> None:
    assert (
        no_name("fc", NET) == "name 'fc' is not defined: it belongs to self here, so write self.fc."
    )
    assert no_name("fc", f"{NET}\nfc(3)") == "name 'fc' is not defined"


def test_a_function_of_mathematics_is_given() -> None:
    assert no_name("sqrt", "sqrt(2)").endswith(
        ": write math.sqrt, torch.sqrt for a tensor, or np.sqrt for an array."
    )


OUTSIDE = ": if it comes from outside, name it in the brackets of def __init__(…)."
OF_SELF = ": it belongs to self here, so write self.h."


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (["self.h = h"], 4, OUTSIDE),
        (["self.h = nn.Linear(n, h)"], 4, OUTSIDE),
        (["self.fc = nn.Linear(h, 2)", "self.h = h"], 4, OUTSIDE),
        (["self.h = 0", "self.fc = nn.Linear(h, 2)"], 5, OF_SELF),
        (["self.h = 0", "self.h = h + 1"], 5, OF_SELF),
    ],
)
def test_what_self_is_to_be_given_may_come_from_outside(lines, line, words) -> None:
    init = ["class Net(nn.Module):", "    def __init__(self):", "        super().__init__()"]
    code = "\n".join([*init, *(f"        {each}" for each in lines), "Net()"])

    assert no_name("h", code, line=line) == f"name 'h' is not defined{words}"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("torch.nn.Functional", "torch.nn.functional"),
        ("torch.nn.functionnal", "torch.nn.functional"),
        ("torch.Utils", "torch.utils"),
        ("torch.Optim", "torch.optim"),
        ("matplotlib.Pyplot", "matplotlib.pyplot"),
    ],
)
def test_a_misspelt_module_is_no_class(name, meant) -> None:
    owner, _, rest = name.rpartition(".")

    assert no_module(name) == f"{owner} has no module {rest}. Did you mean {meant}?"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            "No module named 'collections.Counter'",
            "collections has no module Counter: write from collections import Counter.",
        ),
        (
            "No module named 'math.sqrt'; 'math' is not a package",
            "math has no module sqrt: write from math import sqrt.",
        ),
        ("No module named 'json.x'", f"No module named 'json.x'. {HERE}; nothing can be"),
    ],
)
def test_what_a_module_of_pythons_has_is_taken_from_it(message, words) -> None:
    assert said("ModuleNotFoundError", message, code="import it").startswith(words)
