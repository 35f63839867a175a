"""The imports that a page must show, where a snippet has the names without them. Pure."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

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
    nodes = list(_nodes(sources))
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


def _nodes(sources: Sequence[str]) -> Iterator[ast.AST]:
    for source in sources:
        try:
            yield from ast.walk(ast.parse(source))
        except (SyntaxError, ValueError):
            continue  # A page may show what is no Python.
