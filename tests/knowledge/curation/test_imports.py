"""A page shows the imports that a snippet does without."""

import pytest

from knowledge.curation.imports import missing_imports


@pytest.mark.parametrize(
    ("sources", "lines"),
    [
        (["torch.ones(2)\n"], ("import torch\n",)),
        (["import torch\n", "torch.ones(2)\n"], ()),
        (["from torch import nn\n", "nn.Linear(2, 3)\n"], ()),
        (["np.ones(2)\n"], ("import numpy as np\n",)),
        (["F.relu(x)\n"], ("from torch.nn import functional as F\n",)),
        (["F = 3\n", "F + 1\n"], ()),
        (["import torch.nn as nn\n", "torch.ones(1)\n"], ("import torch\n",)),
        (["import torch.nn\n", "torch.ones(1)\n"], ()),
        (["x = = 1\n", "math.pi\n"], ("import math\n",)),
        (["[1, 2]\n"], ()),
        (["x = " + "+".join(["1"] * 3500), "math.pi\n"], ("import math\n",)),
    ],
)
def test_only_what_is_used_and_not_made_is_imported(sources, lines) -> None:
    assert missing_imports(sources) == lines
