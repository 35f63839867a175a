"""Mistakes that the sizes of what code left give away: it ran, and means something else. Pure."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

from tutor.errors.code_around import called
from tutor.errors.silent.code import Code, Fault

Sizes = tuple[int, ...]

_SCORES: Final = re.compile(r"(logit|score|output|pred)s?|out|y_?(hat|pred)", re.IGNORECASE)
_MATRIX_AXES: Final = 2


def column_against_row(code: Code, left: Mapping[str, Sizes]) -> Fault | None:
    """(N, 1) - (N,) is (N, N), and its mean no loss."""
    for one, other in _differences(code):
        sizes = [left.get(each, ()) if code.is_given_once(each) else () for each in (one, other)]
        row, column = sorted(sizes, key=len)
        if len(row) == 1 and row[0] > 1 and column == (*row, 1):
            flat = one if sizes[0] == column else other
            return Fault(
                f"{one} is {sizes[0]} and {other} is {sizes[1]}, so {one} - {other} is "
                f"{(*row, *row)}: each number of one less each of the other. If the two belong "
                f"together pair by pair, write {flat}.squeeze(1).",
                "accidental-broadcast",
            )
    return None


def _differences(code: Code) -> Iterator[tuple[str, str]]:
    """The names in each difference of which a mean or a sum is taken."""
    waiting: list[tuple[ast.AST, bool]] = [(code.nodes[0], False)]
    while waiting:
        node, is_summed = waiting.pop()
        match node:
            case ast.Call():
                is_summed = is_summed or called(node) in {"mean", "sum"}
            case ast.BinOp(left=ast.Name(id=one), op=ast.Sub(), right=ast.Name(id=other)):
                if is_summed:
                    yield one, other
        waiting += ((each, is_summed) for each in ast.iter_child_nodes(node))


def softmax_over_batch(code: Code, left: Mapping[str, Sizes]) -> Fault | None:
    """Of scores, a row for each example, the softmax goes along the row."""
    for call in code.calls:
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="softmax")) if (
                name in left
            ):
                given: list[ast.expr] = call.args
            case ast.Call(args=[ast.Name(id=name), *given]) if called(call) == "softmax":
                pass
            case _:
                continue
        axes = [*given, *(each.value for each in call.keywords if each.arg == "dim")]
        sizes = left.get(name, ()) if code.is_given_once(name) else ()
        is_of_scores = len(sizes) == _MATRIX_AXES and min(sizes) > 1 and _SCORES.fullmatch(name)
        if is_of_scores and [*map(ast.unparse, axes)] == ["0"]:
            return Fault(
                f"softmax over dim 0 makes each column of {name} add up to 1, so what one example "
                "gets depends on the others. For probabilities of each row write dim=1.",
                "softmax-dim",
            )
    return None
