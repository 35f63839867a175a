"""Words for the truth of many values: comparisons, what joins them, and a power that is none."""

import ast
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tutor.advice.around import Broken
from tutor.advice.table import Table

_SIGNS: Final[Mapping[type[ast.operator], str]] = {ast.BitAnd: "&", ast.BitOr: "|"}
_NUMBERS: Final = frozenset({"bool", "float", "int"})


def _comparisons(broken: Broken) -> str:
    """`x > 0 & x < 1`, of which Python joins `0 & x` first."""
    for node in broken.nodes:
        match node:
            case ast.Compare(
                left=low,
                ops=[first, second],
                comparators=[
                    ast.BinOp(left=high, op=ast.BitAnd() | ast.BitOr() as by, right=value),
                    last,
                ],
            ) if node.lineno == broken.error.line:
                sides = ast.Compare(low, [first], [high]), ast.Compare(value, [second], [last])
                sign = _SIGNS[type(by)]
                return (
                    f"{sign} comes before a comparison, so each wants brackets of its own: "
                    f"{_signed(sign, sides)}."
                )
    return ""


def _of_many(broken: Broken) -> str:
    return _comparisons(broken) or _one_way(broken) or _each_answers(broken)


def _one_way(broken: Broken) -> str:
    """Many answers where Python goes one way or the other, as behind an `if`."""
    written = ast.unparse(broken.tree)
    if isinstance(broken.tree, ast.Compare) and not all(map(_is_by_value, broken.tree.ops)):
        return ""
    for word, test in _tests(broken):
        if not word or not any(ast.unparse(each) == written for each in _parts(test)):
            continue
        asked = _joined(broken, test) or _in_brackets(broken.tree)
        if not asked:
            return ""
        words = (
            f"{word} takes one answer, but {_many(broken)} gives one for each element: write "
            f"{asked}.all() where all must be true, or {asked}.any() where one is enough."
        )
        is_name = isinstance(broken.tree, ast.Name)
        return f"{words} Whether there is any: {written} is not None." if is_name else words
    return ""


def _parts(test: ast.expr) -> Iterator[ast.expr]:
    """What Python asks one by one for its truth, and each whole of them."""
    yield test
    match test:
        case ast.BoolOp(values=several):
            yield from (part for each in several for part in _parts(each))
        case ast.UnaryOp(op=ast.Not(), operand=only):
            yield from _parts(only)


def _joined(broken: Broken, test: ast.expr) -> str:
    """What `and` or a chain joins as signs join it, where each side is of many values."""
    if not (found := _sides(test)) or isinstance(test, ast.UnaryOp):
        return ""
    _, sign, sides = found
    if not all(_compares_values(each) and _is_of_many(broken, each) for each in sides):
        return ""
    return f"({_signed(sign, sides)})"


def _is_of_many(broken: Broken, side: ast.expr) -> bool:
    names = {ast.unparse(each) for each in ast.walk(side) if isinstance(each, ast.expr)}
    held = (each for each in broken.error.operands if each.expression in names)
    return any(math.prod(each.shape) > 1 for each in held)


def _in_brackets(node: ast.AST) -> str:
    """As it is written, but for what would ask for one answer itself."""
    if _sides(node):
        return ""
    written = ast.unparse(node)
    is_plain = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
    return written if is_plain else f"({written})"


def _each_answers(broken: Broken) -> str:
    """`and` between comparisons of tensors, where not one answer is asked for but all of them."""
    found = _sides(broken.tree)
    if not found or not all(map(_compares_values, found[2])) or _is_asked(broken):
        return ""
    word, sign, sides = found
    return (
        f"{word} takes one answer, but {_many(broken)} gives one for each element: for those write "
        f"{_signed(sign, sides)}."
    )


def _sides(tree: ast.AST) -> tuple[str, str, Sequence[ast.expr]] | None:
    """The word that joins comparisons, the sign for it, and the comparisons."""
    match tree:
        case ast.Compare(left=low, ops=[first, second], comparators=[value, high]):
            sides = ast.Compare(low, [first], [value]), ast.Compare(value, [second], [high])
            return "A chain of comparisons", "&", sides
        case ast.BoolOp(op=op, values=several):
            return ("and", "&", several) if isinstance(op, ast.And) else ("or", "|", several)
        case ast.UnaryOp(op=ast.Not(), operand=side):
            return "not", "~", [side]
    return None


def _many(broken: Broken) -> str:
    return "an array" if broken.error.type == "ValueError" else "a tensor"


def _compares_values(node: ast.expr) -> bool:
    match node:
        case ast.Compare(ops=[by]):
            return _is_by_value(by)
    return False


def _is_by_value(by: ast.cmpop) -> bool:
    return not isinstance(by, ast.Is | ast.IsNot | ast.In | ast.NotIn)


def _is_asked(broken: Broken) -> bool:
    """Whether it stands where Python goes one way or the other."""
    written = ast.unparse(broken.tree)
    return any(written in ast.unparse(test) for _, test in _tests(broken))


def _tests(broken: Broken) -> Iterator[tuple[str, ast.expr]]:
    """What the line asks for its truth, and the word that does, where one surely does."""
    for node in broken.nodes:
        for word, test in _asked_by(node):
            if test.lineno == broken.error.line:
                yield word, test


def _asked_by(node: ast.AST) -> list[tuple[str, ast.expr]]:
    match node:
        case ast.If(test=asked) | ast.IfExp(test=asked):
            found = [("if", asked)]
        case ast.While(test=asked) | ast.Assert(test=asked):
            found = [(type(node).__name__.lower(), asked)]
        case ast.Call(func=ast.Name(id=name), args=[asked]) if name in _NUMBERS:
            found = [(name, asked)]
        case ast.Lambda(body=asked) | ast.GeneratorExp(elt=asked):
            # Of what these give, something else may ask, or nothing.
            found = [("", asked)]
        case ast.comprehension(ifs=several):
            found = [("if", each) for each in several]
        case _:
            found = []
    return found


def _signed(sign: str, sides: Sequence[ast.expr]) -> str:
    """As `(a > 0) & (b > 0)`; what has one side alone begins with its sign."""
    written = [f"({ast.unparse(each)})" for each in sides]
    return f" {sign} ".join(written) if len(written) > 1 else f"{sign}{written[0]}"


def _no_power(broken: Broken) -> str:
    match broken.tree:
        case ast.BinOp(
            left=left,
            op=ast.BitXor(),
            right=(
                ast.Constant(value=int() | float())
                | ast.UnaryOp(operand=ast.Constant(value=int() | float()))
            ) as right,
        ) if not isinstance(left, ast.Set | ast.List):
            power = ast.unparse(ast.BinOp(left, ast.Pow(), right))
            of_each = ", which takes it of each element" if broken.error.operands else ""
            return f"^ is no power in Python: write {power}{of_each}."
    return ""


_NO_SIGN: Final = (
    r"(\"bitwise_(and|or)_cpu\" not implemented for |ufunc 'bitwise_(and|or)' not supp)"
)
TRUTH: Final[Table] = {
    "NotImplementedError": {
        _NO_SIGN: _comparisons,
        '"bitwise_xor_cpu" not implemented for \'': _no_power,
    },
    "RuntimeError": {
        "Boolean value of Tensor with more than one ": _of_many,
    },
    "ValueError": {
        "The truth value of an array with more than one element is ambiguous": _of_many,
    },
    "TypeError": {
        _NO_SIGN: _comparisons,
        "ufunc 'bitwise_xor' not supp": _no_power,
        (
            r"unsupported operand type\(s\) for \^: "
            r"'(int|float|Tensor|numpy\.\w+)' and '(int|float)'$"
        ): _no_power,
    },
}
