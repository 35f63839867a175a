"""Which names code binds, and which imports it leaves out. Pure."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from knowledge.python import parsed

# What every snippet of a learner finds there without an import (sandbox/worker/given.py).
GIVEN: Final[Mapping[str, str]] = {
    "torch": "import torch",
    "Tensor": "from torch import Tensor",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
    "np": "import numpy as np",
    "math": "import math",
    "plt": "import matplotlib.pyplot as plt",
}
# What everybody imports, and many leave out of a file.
USUAL: Final[Mapping[str, str]] = {**GIVEN, "numpy": "import numpy", "random": "import random"}
# What is given a value within these is not there behind them, unless `global` says so ...
_BODIES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# ... or `:=` does it.
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def missing_imports(sources: Sequence[str], imports: Mapping[str, str] = USUAL) -> tuple[str, ...]:
    """List the lines among `imports` that code leaves out, in the order in which it needs them.

    A name that is bound anywhere counts as the code's own, as an import too many would hide it.
    """
    trees = [tree for source in sources if (tree := parsed(source))]
    bound = {name for tree in trees for name in _bound_anywhere(tree)}
    nodes = (node for tree in trees for node in ast.walk(tree))
    used = dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name))
    return tuple(imports[name] for name in used if name in imports and name not in bound)


def left_by(tree: ast.Module) -> set[str]:
    """List what has a value behind the code, for the code below it."""
    return {name for node in _own(tree) for name in bound_by(node)} | set(_made_global(tree))


def bound_by(node: ast.AST) -> Iterator[str]:
    """The name that a node by itself gives a value; parts of it may give others theirs."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=known_as):
            yield known_as or name.partition(".")[0]
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name


def bound_within(node: ast.AST) -> Iterator[str]:
    """The name that has a value in its function or its `except` alone."""
    match node:
        case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
            yield name


def _bound_anywhere(tree: ast.Module) -> Iterator[str]:
    """List what gets a value; a method is none, as it is read behind its object's dot."""
    walked = list(ast.walk(tree))
    methods = {one for node in walked if isinstance(node, ast.ClassDef) for one in node.body}
    for node in walked:
        yield from bound_within(node)
        if node not in methods:
            yield from bound_by(node)


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Walk what is in a scope, but not into what has names of its own."""
    left = [*ast.iter_child_nodes(scope)]
    while left:
        node = left.pop()
        yield node
        if isinstance(node, _COMPREHENSIONS):
            left += _targets(node)
        elif not isinstance(node, (*_BODIES, ast.Lambda)):
            left += ast.iter_child_nodes(node)


def _targets(comprehension: ast.AST) -> Iterator[ast.Name]:
    """List what `:=` gives a value to within a comprehension: a name of the scope around it."""
    left = [*ast.iter_child_nodes(comprehension)]
    while left:
        node = left.pop()
        if isinstance(node, ast.NamedExpr):
            yield node.target
        if not isinstance(node, ast.Lambda):
            left += ast.iter_child_nodes(node)


def _made_global(tree: ast.Module) -> Iterator[str]:
    for scope in ast.walk(tree):
        nodes = [*_own(scope)] if isinstance(scope, _BODIES) else []
        named = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
        yield from named.intersection(name for node in nodes for name in bound_by(node))
