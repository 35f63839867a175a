"""What may have been asked for its truth, of a test that has several parts."""

import ast
import sys
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, Final

from sandbox.worker.told.source import Source

_SAYS_WHICH: Final = sys.version_info >= (3, 12)


def _tests(node: Any) -> list[ast.expr]:
    match node:
        case ast.If() | ast.While() | ast.Assert() | ast.IfExp():
            return [node.test]
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return [test for generator in node.generators for test in generator.ifs]
        case ast.match_case(guard=ast.expr() as guard):
            return [guard]
    return []


def asked_in(node: ast.AST) -> list[ast.expr]:
    """The parts of a node that it only asks for their truth."""
    return [leaf for test in _tests(node) for leaf in _leaves(test)]


def _leaves(test: ast.expr) -> Iterator[ast.expr]:
    """What Python asks, one after the other, to decide a test."""
    match test:
        case ast.BoolOp(values=values):
            for value in values:
                yield from _leaves(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _leaves(operand)
        case _:
            yield test


def _is_no_comparison(node: ast.AST) -> bool:
    return not isinstance(node, ast.Compare)


def asked_for_truth(source: Source, named: ast.AST) -> list[ast.AST]:
    """The parts that may have been asked, where an instruction's position names `named`.

    Python 3.11 gives a jump the position of the last comparison before it in the test, or that of
    the statement where there was none.
    """
    if leaves := asked_in(named):
        return list(takewhile(_is_no_comparison, leaves))
    if _SAYS_WHICH or not isinstance(named, ast.Compare):
        return [named]
    for outer in source.above(named):
        leaves = asked_in(outer)
        if named in leaves:
            behind = leaves[leaves.index(named) + 1 :]
            return [named, *takewhile(_is_no_comparison, behind)]
    return [named]
