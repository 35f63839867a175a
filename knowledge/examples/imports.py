"""From an interactive session to a program that prints the same, for a learner to run and edit."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from symtable import SymbolTable, symtable
from typing import Final

from knowledge.examples.python import parsed
from knowledge.examples.sessions import Example

# What every snippet of a learner finds there without an import (sandbox/worker/shield.py).
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


def missing_imports(sources: Sequence[str], imports: Mapping[str, str] = USUAL) -> tuple[str, ...]:
    """List the lines among `imports` that code leaves out, in the order in which it needs them.

    A name that is bound anywhere counts as the code's own, as an import too many would hide it.
    """
    trees = [tree for source in sources if (tree := parsed(source))]
    bound = {name for tree in trees for name in _bound_anywhere(tree)}
    nodes = (node for tree in trees for node in ast.walk(tree))
    used = dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name))
    return tuple(imports[name] for name in used if name in imports and name not in bound)


def left_by(source: str) -> set[str]:
    """List what has a value behind the code, for the code below it; nothing of what is no code."""
    tree = parsed(source)
    try:
        top = symtable(source, "code", "exec") if tree else None
    except (SyntaxError, RecursionError, MemoryError):
        return set()
    if tree is None or top is None:
        return set()
    caught = {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)}
    found = {
        each.get_name() for each in top.get_symbols() if each.is_assigned() or each.is_imported()
    }
    return (found - caught) | {*_made_global(top)}


def _made_global(table: SymbolTable) -> Iterator[str]:
    for each in table.get_symbols():
        if each.is_declared_global() and each.is_assigned():
            yield each.get_name()
    for below in table.get_children():
        yield from _made_global(below)


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


# Where str() and repr() differ, the prompt shows what only repr() gives.
_SHOWN_BY_REPR = ("'", '"', "b'", "array(", "dtype(", "np.", "<")
# Calls that give None: a prompt shows nothing for them, print() would show "None".
_GIVES_NONE = frozenset(
    {
        "append", "backward", "clear", "extend", "insert", "pprint", "print",
        "remove", "reverse", "seed", "step", "update", "warn", "zero_grad",
    }
)  # fmt: skip


def plain_code(examples: Sequence[Example]) -> str:
    """Drop the prompts, print the values and catch expected errors, but for the last example.

    There an expression stays bare, because the sandbox shows its value, and an error is raised,
    because the sandbox explains it.
    """
    if not examples:
        return ""
    *before, last = examples
    return "".join([*map(_printing, before), _ending(last)])


def prelude(examples: Sequence[Example]) -> str:
    """All of them as lines for other code to stand on: every expected error is caught."""
    return "".join(map(_printing, examples))


def _ending(example: Example) -> str:
    if example.raises:
        return example.source
    return _shown(example, keep_last=True)


def _printing(example: Example) -> str:
    if example.raises is None:
        return _shown(example, keep_last=False)
    # A dotted name need not be in reach of the snippet, so any exception is caught and named.
    name = "Exception" if "." in example.raises.type else example.raises.type
    shown = (
        'f"{type(error).__name__}: {error}"' if example.raises.message else "type(error).__name__"
    )
    return f"try:\n{_indented(example.source)}except {name} as error:\n    print({shown})\n"


def _shown(example: Example, *, keep_last: bool) -> str:
    """Print what the prompt displays; without expected output there is nothing to print."""
    body = ast.parse(example.source).body
    shown = list(_displayed(body)) if example.want else []
    if keep_last and shown and body[-1] is shown[-1]:
        shown.pop()
    source = example.source
    for statement in reversed(shown):
        if not _is_void(statement.value):
            source = _wrapped(source, statement.value, example.want)
    return source


def _displayed(body: Sequence[ast.stmt]) -> Iterator[ast.Expr]:
    """Find the expressions a prompt displays: in loops and branches too, not in functions."""
    for statement in body:
        if isinstance(statement, ast.Expr):
            yield statement
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _displayed(_inner(statement))


def _inner(statement: ast.stmt) -> list[ast.stmt]:
    """List the statements directly inside a compound one, in the order of the source."""
    inner: list[ast.stmt] = []
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.stmt):
            inner.append(child)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            inner.extend(child.body)
    return inner


def _is_void(expression: ast.expr) -> bool:
    if not isinstance(expression, ast.Call):
        return False
    called = expression.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in _GIVES_NONE


def _wrapped(source: str, expression: ast.expr, want: str) -> str:
    """Put print() around one expression; what follows it, a comment say, stays where it is."""
    start = _offset(source, expression.lineno, expression.col_offset)
    end = _offset(source, expression.end_lineno or 0, expression.end_col_offset or 0)
    argument = _as_argument(source[start:end])
    if any(line.startswith(_SHOWN_BY_REPR) for line in want.splitlines()):
        argument = f"repr({argument})"
    return f"{source[:start]}print({argument}){source[end:]}"


def _offset(source: str, line: int, column: int) -> int:
    """Turn an `ast` position into an index: lines count from 1, columns are UTF-8 bytes."""
    lines = source.split("\n")
    before = lines[line - 1].encode()[:column].decode()
    return sum(len(text) + 1 for text in lines[: line - 1]) + len(before)


def _as_argument(expression: str) -> str:
    """Give a bare tuple its parentheses: without, it would become several arguments."""
    call = ast.parse(f"f({expression})", mode="eval").body
    is_one = (
        isinstance(call, ast.Call)
        and len(call.args) == 1
        and not call.keywords
        and not isinstance(call.args[0], ast.Starred)
    )
    return expression if is_one else f"({expression})"


def _indented(source: str) -> str:
    """Indent by four, but never inside a string of several lines."""
    inside = _lines_inside_strings(source)
    return "".join(
        line if number in inside or not line.strip() else f"    {line}"
        for number, line in enumerate(source.splitlines(keepends=True), start=1)
    )


def _lines_inside_strings(source: str) -> set[int]:
    return {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant | ast.JoinedStr)
        for line in range(node.lineno + 1, (node.end_lineno or 0) + 1)
    }
