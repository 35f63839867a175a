"""Whether a line of an answer begins a Python statement, and where that statement ends. Pure.

The sandbox knows what in a paste is code; here code stands bare between the words of an answer,
so each line is asked anew.
"""

import ast
import re
import textwrap
from dataclasses import dataclass

from knowledge.examples import python
from knowledge.importing.questionnaire import Lines, first_filled, joined

# A statement of more lines is no longer looked for: text with a stray bracket is not read to its
# end again at every line.
LONGEST = 80
_LONGEST_LINE = 1000
# Word turns quotes and minus signs into these: code all the same, and to be told of as such.
_TYPESET = str.maketrans("“”„\u2018\u2019\u201a–\N{MINUS SIGN}", "\"\"\"'''--")
_STRING = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|“[^“”]*”|\u2018[^\u2018\u2019]*\u2019|\#.*"""
)
_COMPOUND = re.compile(r"(?:async\s+)?(?:def|class|for|while|if|with|try|match)\b.*:\s*(?:#.*)?$")
_ONGOING = re.compile(r"(?:elif|else|except|finally)\b.*:\s*(?:#.*)?$")
# Markdown's, within an answer; comments begin so far more seldom.
_HEADING = re.compile(r"#{2,6}\s")
_KNOWN_CALLS = frozenset({"print", "display", "len", "type", "help", "dir", "list", "range"})
_VALUES = frozenset({"tensor", "array", "Size", "Parameter", "dtype", "device"})
_VALUE_NAMES = _VALUES | {"torch", "np", "nan", "inf"}
_SHOWN = (
    ast.Expression, ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.UnaryOp, ast.USub,
    ast.BinOp, ast.Add, ast.Sub, ast.Call, ast.keyword, ast.expr_context,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement was found; `end` is the index after its last line.

    Some prose parses as Python, too: what is not `sure` is code only beside code.
    """

    end: int
    sure: bool


def statement(lines: Lines, start: int) -> Statement | None:
    """Read the statement that begins at index `start`, if one does."""
    text = lines[start].text.strip()
    if len(text) > _LONGEST_LINE or _HEADING.match(text):
        return None
    if text.startswith("#"):
        return Statement(start + 1, sure=False)
    end = _end(lines, start)
    sure = _is_sure(joined(lines[start:end])) if end else None
    return None if end is None or sure is None else Statement(end, sure)


def is_value(text: str) -> bool:
    """Whether a text is what a prompt shows: numbers, a tuple of them, a tensor, an array."""
    tree = None if len(text) > LONGEST * _LONGEST_LINE else python.parsed_expression(text.strip())
    return tree is not None and all(map(_is_shown, ast.walk(tree)))


def open_brackets(text: str) -> int:
    """Count the brackets a line leaves open; those it closes of earlier lines count below zero."""
    bare = _STRING.sub("", text[:_LONGEST_LINE])
    return sum(map(bare.count, "([{")) - sum(map(bare.count, ")]}"))


def closed(lines: Lines, start: int) -> int | None:
    """Find where all brackets are closed; None where that is too far away."""
    depth = 0
    for place in range(start, min(start + LONGEST, len(lines))):
        depth += open_brackets(lines[place].text)
        if depth <= 0 and not lines[place].text.endswith("\\"):
            return place + 1
    return None


def _is_shown(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name):
            return name in _VALUE_NAMES
        case ast.Attribute(attr=name):
            return name in _VALUES or name.startswith(("int", "float", "uint", "complex", "bool"))
        case _:
            return isinstance(node, _SHOWN)


def _end(lines: Lines, start: int) -> int | None:
    """Find where brackets are closed and the block is over; None where that is too far away."""
    near = range(start, min(start + LONGEST, len(lines)))
    first = next((n for n in near if not lines[n].text.lstrip().startswith("@")), None)
    end = None if first is None else closed(lines, first)
    if first is None or end is None or not _COMPOUND.match(lines[first].text.strip()):
        return end
    base = _indent(lines[first].text)
    while end is not None and end - start < LONGEST:
        following = first_filled(lines, range(end, len(lines)))
        if following is None or not _belongs(lines[following].text, base):
            break
        end = closed(lines, following)
    return end


def _belongs(text: str, base: int) -> bool:
    """Whether a line goes on with a block whose first line is indented by `base`."""
    indent = _indent(text)
    return indent > base or (indent == base and bool(_ONGOING.match(text.strip())))


def _indent(text: str) -> int:
    expanded = text.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def _is_sure(source: str) -> bool | None:
    """Weigh a statement; None where it is no code, as typed or as Word has typeset it."""
    code = textwrap.dedent(source)
    if tree := python.parsed(code):
        return None if is_value(code) else _is_sure_code(tree)
    plain = code.translate(_TYPESET)
    tree = None if plain == code or is_value(plain) else python.parsed(plain)
    match tree:
        case None:
            return None
        case ast.Module(body=[ast.Expr(value=value), *_]) if not isinstance(value, ast.Call):
            return None  # `x[0] – first` says what it is
        case ast.Module(body=[ast.Assign(value=ast.BinOp(op=ast.Sub()))]) if "–" in source:
            return False  # `dim = 0 – rows` may
        case _:
            return _is_sure_code(tree)


def _is_sure_code(tree: ast.Module) -> bool | None:
    match tree.body[:1]:
        case [] | [ast.AnnAssign(value=None)]:  # "Example : Single"
            return None
        case [ast.Expr(value=ast.Call(func=ast.Attribute()))]:
            return True
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name)))] if name in _KNOWN_CALLS:
            return True
        case [ast.Expr(value=value)]:
            kinds = (ast.Call, ast.Subscript, ast.BinOp, ast.Compare, ast.Attribute, ast.Tuple)
            return False if isinstance(value, kinds) else None
        case [ast.Return() | ast.Assert() | ast.Delete() | ast.Raise() | ast.Pass()]:
            return False
        case _:
            return True
