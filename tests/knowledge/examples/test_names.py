"""A page shows the imports that a snippet does without."""

import pytest

from knowledge.examples.imports import GIVEN, missing_imports
from sandbox.worker import shield


@pytest.mark.parametrize(
    ("sources", "lines"),
    [
        (["torch.ones(2)\n"], ("import torch",)),
        (["import torch\n", "torch.ones(2)\n"], ()),
        (["from torch import nn\n", "nn.Linear(2, 3)\n"], ()),
        (["np.ones(2)\n"], ("import numpy as np",)),
        (["F.relu(x)\n"], ("import torch.nn.functional as F",)),
        (["F = 3\n", "F + 1\n"], ()),
        (["import torch.nn as nn\n", "torch.ones(1)\n"], ("import torch",)),
        (["import torch.nn\n", "torch.ones(1)\n"], ()),
        (["x = = 1\n", "math.pi\n"], ("import math",)),
        (["[1, 2]\n"], ()),
        (["x = " + "+".join(["1"] * 3500), "math.pi\n"], ("import math",)),
    ],
)
def test_only_what_is_used_and_not_made_is_imported(sources, lines) -> None:
    assert missing_imports(sources) == lines


@pytest.mark.parametrize(
    "code",
    [
        "def f(F):\n    return F.shape\n",
        "class nn:\n    size = 3\nnn.size\n",
        "lambda math: math + 1\n",
        "try:\n    1 / 0\nexcept ZeroDivisionError as F:\n    print(F)\n",
        "match 1:\n    case F:\n        print(F)\n",
    ],
)
def test_a_name_of_the_code_itself_is_not_imported(code) -> None:
    """An import too many would hide the writer's own."""
    assert missing_imports([code]) == ()


def test_imports_come_in_the_order_in_which_they_are_needed() -> None:
    assert missing_imports(["random.seed(0)\n", "torch.ones(2)\n", "random.random()\n"]) == (
        "import random",
        "import torch",
    )


def test_what_a_snippet_finds_there_is_what_the_sandbox_gives() -> None:
    assert GIVEN.keys() == shield.names().keys()


def test_where_code_is_as_a_learner_sends_it_nothing_more_is_imported() -> None:
    sources = ["numpy.ones(2)\n", "random.seed(0)\n", "np.ones(2)\n"]

    assert missing_imports(sources, GIVEN) == ("import numpy as np",)
