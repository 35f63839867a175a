"""The imports that a page must show, where a snippet has the names without them. Pure."""

import ast
from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.python import parsed

# What every snippet of a learner finds there already.
_GIVEN: Final[Mapping[str, str]] = {
    "torch": "import torch\n",
    "Tensor": "from torch import Tensor\n",
    "nn": "from torch import nn\n",
    "F": "from torch.nn import functional as F\n",
    "np": "import numpy as np\n",
    "math": "import math\n",
    "plt": "from matplotlib import pyplot as plt\n",
}


def missing_imports(sources: Sequence[str]) -> tuple[str, ...]:
    """List the import lines that code leaves out: a page's session begins with nothing."""
    # A page may show what is no Python.
    trees = [tree for source in sources if (tree := parsed(source))]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [node for node in nodes if isinstance(node, ast.Name)]
    used = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    made = {name.id for name in names if not isinstance(name.ctx, ast.Load)}
    imported = {
        (each.asname or each.name).partition(".")[0]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in node.names
    }
    return tuple(line for name, line in _GIVEN.items() if name in used - made - imported)
