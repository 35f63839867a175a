"""Words for a text beside what is none."""

import ast
from typing import Final

from tutor.advice.around import Broken
from tutor.advice.table import Table
from tutor.line.labels import columns


def _added(broken: Broken) -> str:
    """`"x = " + x`, of which the error's message names the one side that is no text."""
    match broken.tree:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            other = left if broken.found["kind"] == "unsupported operand" else right
        # Of a name that is no text yet, one of its value alone would make none.
        case ast.AugAssign(op=ast.Add(), value=other) if (
            broken.found["kind"] == "can only concatenate"
        ):
            pass
        case _:
            return ""
    if broken.found["other"] in ("int", "float") and not any(map(_is_word, ast.walk(broken.tree))):
        return ""
    if isinstance(other, ast.Attribute | ast.Name | ast.Subscript | ast.Constant | ast.Call):
        start, end = columns(broken.text, other)
        call = f"{broken.text[:start]}str({broken.text[start:end]}){broken.text[end:]}"
        return f"+ joins a text to another text only: write {call}."
    return ""


def _is_word(node: ast.AST) -> bool:
    """Whether it is surely a text that was meant as one, and no number that was typed as a text."""
    match node:
        case ast.Constant(value=str(text)):
            return any(map(str.isalpha, text))
    return isinstance(node, ast.JoinedStr)


def _no_name(broken: Broken) -> str:
    """`x["a"]` of a tensor."""
    match broken.tree:
        case ast.Subscript(value=owner, slice=ast.Constant(value=str())):
            name = broken.part(owner)
            if name in {each.expression for each in broken.error.operands}:
                return f"{name} is a tensor, whose parts have positions and no names."
    return ""


TEXTS: Final[Table] = {
    "TypeError": {
        (
            r"(?P<kind>can only concatenate) str "
            r'\(not "(?P<other>int|float|Tensor|torch\.Size|list|tuple)"\) to str$'
        ): _added,
        (
            r"(?P<kind>unsupported operand) type\(s\) for \+=?: "
            r"'(?P<other>int|float|Tensor|torch\.Size|list|tuple)' and 'str'$"
        ): _added,
        r"new\(\): invalid data type 'str'$": _no_name,
    },
}
