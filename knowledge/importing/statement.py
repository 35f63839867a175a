"""Whether a line of an answer begins a Python statement, and where that statement ends. Pure."""

import ast
import re
import textwrap
from dataclasses import dataclass
from enum import Enum

from knowledge.examples import python
from knowledge.importing.imported import Lines, first_filled, joined

# A statement of more lines is no longer looked for: text with a stray bracket is not read to its
# end again at every line.
LONGEST = 80
LONGEST_LINE = 1000

# Word turns quotes and minus signs into these: code all the same, and to be told of as such.
_TYPESET = str.maketrans("“”„\u2018\u2019\u201a–\N{MINUS SIGN}", "\"\"\"'''--")
_STRING = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|“[^“”]*”|\u2018[^\u2018\u2019]*\u2019|\#.*"""
)
_COMPOUND = re.compile(r"(?:async\s+)?(?:def|class|for|while|if|with|try|match)\b.*:\s*(?:#.*)?$")
_ONGOING = re.compile(r"(?:elif|else|except|finally)\b.*:\s*(?:#.*)?$")
_PLAUSIBLE = re.compile(
    r"""(?:import|from)\s+[A-Za-z_]
      | (?:async\s+)?(?:def|class|for|while|if|with|try|match|return|assert|del|raise|pass)\b
      | @\w | \#
      | [A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:\s*,\s*\*?[A-Za-z_][\w.]*)*
        \s*(?:\*\*|//|[-+*/@%&|^])?=(?!=)
      | \(?[A-Za-z_][\w.]*\s?[\[(]
      | [A-Za-z_]\w*(?:\.\w+)+\s*(?:[-+*/@%<>=]|$) | [A-Za-z_]\w*\s*[-+*/@%<>=]
    """,
    re.VERBOSE,
)
# Markdown's, within an answer; comments begin so far more seldom.
_HEADING = re.compile(r"#{2,6}\s")
_KNOWN_CALLS = frozenset({"print", "display", "len", "type", "help", "dir", "list", "range"})
_VALUES = frozenset({"tensor", "array", "Size", "Parameter", "dtype", "device"})


class Weight(Enum):
    """How surely a statement is code: some prose parses as Python, too."""

    SURE = "sure"
    ONLY_BESIDE_CODE = "only beside code"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement was found; `end` is the index after its last line."""

    end: int
    weight: Weight


def statement(lines: Lines, start: int) -> Statement | None:
    """Read the statement that begins at index `start`, if one does."""
    text = lines[start].text.strip()
    if len(text) > LONGEST_LINE:
        return None
    if not _PLAUSIBLE.match(text):
        return None
    if _HEADING.match(text):
        return None
    if text.startswith("#"):
        return Statement(start + 1, Weight.ONLY_BESIDE_CODE)
    end = _end(lines, start)
    source = joined(lines[start:end]) if end else ""
    tree = None if is_value(source) else parsed(source)
    weight = _weight(tree) if tree else _typeset_weight(source)
    return Statement(end, weight) if end and weight else None


def _typeset_weight(source: str) -> Weight | None:
    """Weigh what is code as typed; but `x[0] – first` says what it is, and `dim = 0 – rows` may."""
    plain = source.translate(_TYPESET)
    tree = None if plain == source or is_value(plain) else parsed(plain)
    match tree:
        case None:
            return None
        case ast.Module(body=[ast.Expr(value=value), *_]) if not isinstance(value, ast.Call):
            return None
        case ast.Module(body=[ast.Assign(value=ast.BinOp(op=ast.Sub()))]) if "–" in source:
            return Weight.ONLY_BESIDE_CODE
        case _:
            return _weight(tree)


def is_value(text: str) -> bool:
    """Whether a text is what a prompt shows: numbers, a tuple of them, a tensor, an array."""
    if len(text) > LONGEST * LONGEST_LINE:
        return False
    tree = python.parsed_expression(text.strip())
    return tree is not None and all(
        isinstance(node, _SHOWN) or _is_value_name(node) for node in ast.walk(tree)
    )


_SHOWN = (
    ast.Expression, ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.UnaryOp, ast.USub,
    ast.BinOp, ast.Add, ast.Sub, ast.Call, ast.keyword, ast.expr_context,
)  # fmt: skip


def _is_value_name(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name):
            return name in {"torch", "np", "nan", "inf", "device"} | _VALUES
        case ast.Attribute(attr=name):
            return name in _VALUES or name.startswith(("int", "float", "uint", "complex", "bool"))
        case _:
            return False


def open_brackets(text: str) -> int:
    """Count the brackets a line leaves open; those it closes of earlier lines count below zero."""
    if len(text) > LONGEST_LINE:
        return 0
    bare = _STRING.sub("", text)
    return sum(map(bare.count, "([{")) - sum(map(bare.count, ")]}"))


def parsed(source: str) -> ast.Module | None:
    """Parse code that may be indented as a whole; None where it is not Python."""
    return python.parsed(textwrap.dedent(source))


def _end(lines: Lines, start: int) -> int | None:
    """Find where brackets are closed and the block is over; None where that is too far away."""
    first = _undecorated(lines, start)
    end = _closed(lines, first) if first is not None else None
    if first is None or end is None or not _COMPOUND.match(lines[first].text.strip()):
        return end
    base = _indent(lines[first].text)
    while end < len(lines) and end - start < LONGEST:
        following = first_filled(lines, range(end, len(lines)))
        if following is None or not _belongs(lines[following].text, base):
            break
        closed = _closed(lines, following)
        if closed is None:
            return None
        end = closed
    return end


def _undecorated(lines: Lines, start: int) -> int | None:
    """Find the line below decorators, close by."""
    near = range(start, min(start + LONGEST, len(lines)))
    return next((place for place in near if not lines[place].text.lstrip().startswith("@")), None)


def _closed(lines: Lines, start: int) -> int | None:
    depth = 0
    for place in range(start, min(start + LONGEST, len(lines))):
        depth += open_brackets(lines[place].text)
        continued = lines[place].text.endswith("\\")
        if depth <= 0 and not continued:
            return place + 1
    return None


def _belongs(text: str, base: int) -> bool:
    """Whether a line goes on with a block whose first line is indented by `base`."""
    indent = _indent(text)
    return indent > base or (indent == base and bool(_ONGOING.match(text.strip())))


def _indent(text: str) -> int:
    expanded = text.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def _weight(tree: ast.Module) -> Weight | None:
    if not tree.body:
        return None
    match tree.body[0]:
        case ast.Expr(value=value):
            return _expression_weight(value)
        case ast.AnnAssign(value=None):
            return None  # "Example : Single" is one
        case ast.Return() | ast.Assert() | ast.Delete() | ast.Raise() | ast.Pass():
            return Weight.ONLY_BESIDE_CODE
        case _:
            return Weight.SURE


def _expression_weight(value: ast.expr) -> Weight | None:
    match value:
        case ast.Call(func=ast.Attribute()):
            return Weight.SURE
        case ast.Call(func=ast.Name(id=name)) if name in _KNOWN_CALLS:
            return Weight.SURE
        case ast.Call() | ast.Subscript() | ast.BinOp() | ast.Compare() | ast.Attribute():
            return Weight.ONLY_BESIDE_CODE
        case ast.Tuple():
            return Weight.ONLY_BESIDE_CODE
        case _:
            return None
