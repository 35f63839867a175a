"""Whether an error's words are the learner's own: nobody can put those better, or explains them."""

import ast
from collections.abc import Sequence

from sandbox.protocol import RunError
from tutor.advice.around import names_given, nodes_of
from tutor.line.labels import parsed


def are_own_words(error: RunError, broken: str, code: str) -> bool:
    """Whether an error's words are the learner's own: the line raises it, or asserts, itself.

    Not so where a part of that line broke, or tells in turn what was caught.
    """
    nodes = [*nodes_of(code)]
    on_line = (node for node in nodes if isinstance(node, ast.Raise | ast.Assert))
    return any(
        node.lineno <= (error.line or 0) <= (node.end_lineno or 0)
        and _tells(node, error, broken, code)
        and _told_of_caught(nodes).isdisjoint(_names_in(node))
        for node in on_line
    )


def _told_of_caught(nodes: Sequence[ast.AST]) -> set[str]:
    """The names of what is caught, and of what is made of that, as its message."""
    caught = {node.name or "" for node in nodes if isinstance(node, ast.ExceptHandler)}
    return caught | names_given(nodes, lambda value: not caught.isdisjoint(_names_in(value)))


def _names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _tells(node: ast.Raise | ast.Assert, error: RunError, broken: str, code: str) -> bool:
    lines = code.split("\n")[node.lineno - 1 : node.end_lineno]
    is_whole = not broken or "".join(broken.split()) not in "".join("".join(lines).split())
    if isinstance(node, ast.Raise):
        # What an exit says may be a number.
        return is_whole and error.type != "SystemExit"
    is_compared = isinstance(parsed(broken), ast.Compare)
    return error.type == "AssertionError" and node.msg is not None and (is_whole or is_compared)
