"""Many answers where one is asked for: what a line meant to ask of a tensor, or of each element."""

import ast
import math
from collections.abc import Iterator, Mapping
from typing import Final

from tutor.errors.code_around import Failure
from tutor.errors.fixes import Read, Reader
from tutor.errors.slots import Slot, Slots

_SIGNS: Final = {ast.BitAnd: "&", ast.BitOr: "|"}


def _loose_comparisons(failure: Failure, _: Slots) -> Read:
    """`x > 0 & x < 1`, of which Python joins `0 & x` first."""
    for node in failure.nodes:
        match node:
            case ast.Compare(
                left=low,
                ops=[first, second],
                comparators=[ast.BinOp(left=high, op=by, right=value), last],
            ) if type(by) in _SIGNS and failure.is_on(node):
                one, other = ast.Compare(low, [first], [high]), ast.Compare(value, [second], [last])
                sign = _SIGNS[type(by)]
                return {"sign": sign, "meant": _signed(sign, [one, other])}
    return None


def _one_answer(failure: Failure, _: Slots) -> Read:
    """Many answers where Python goes one way or the other, as behind an `if`."""
    if not isinstance(failure.tree, ast.expr) or _is_by_identity(failure.tree):
        return None
    written = ast.unparse(failure.tree)
    for word, test in _tests(failure):
        if not any(ast.unparse(each) == written for each in _parts(test)):
            continue
        joined = _sides(test)
        sides = joined[2] if joined and not isinstance(test, ast.UnaryOp) else []
        if joined and sides and all(_is_of_many(failure, each) for each in sides):
            asked = f"({_signed(joined[1], sides)})"
        elif _sides(failure.tree):
            return None
        else:
            asked = Slot(written, failure, failure.tree).atom
        is_name = isinstance(failure.tree, ast.Name)
        more = f" Whether there is any: {written} is not None." if is_name else ""
        return {"word": word, "asked": asked, "more": more, "many": _many(failure)}
    return None


def _each_answers(failure: Failure, _: Slots) -> Read:
    """`and` between comparisons of tensors, where not one answer is asked for but all of them."""
    written = ast.unparse(failure.tree)
    if (found := _joined(failure, written)) is None:
        return None
    word, sign, sides = found
    compare = all(isinstance(each, ast.Compare) and not _is_by_identity(each) for each in sides)
    if not compare or any(written in ast.unparse(test) for _, test in _tests(failure)):
        return None
    meant = _signed(sign, sides)
    is_whole = written not in map(ast.unparse, sides)
    told = {"word": word, "many": _many(failure), "meant": meant}
    return told | ({"fix": meant} if is_whole else {})


def _joined(failure: Failure, written: str) -> tuple[str, str, list[ast.expr]] | None:
    """What failed, where it joins comparisons, else what joins it with others on its line."""
    if found := _sides(failure.tree):
        return found
    joined = (_sides(node) for node in failure.nodes if failure.is_on(node))
    with_it = (each for each in joined if each and written in map(ast.unparse, each[2]))
    return next(with_it, None)


def _is_by_identity(node: ast.AST) -> bool:
    others = (ast.Is, ast.IsNot, ast.In, ast.NotIn)
    return isinstance(node, ast.Compare) and any(isinstance(each, others) for each in node.ops)


def _tests(failure: Failure) -> Iterator[tuple[str, ast.expr]]:
    """What the line asks for its truth, and the word that does."""
    for node in failure.nodes:
        match node:
            case ast.If(test=asked) | ast.IfExp(test=asked):
                word = "if"
            case ast.While(test=asked) | ast.Assert(test=asked):
                word = type(node).__name__.lower()
            case ast.Call(func=ast.Name(id="bool" | "int" | "float" as word), args=[asked]):
                pass
            case ast.comprehension(ifs=[asked]):
                word = "if"
            case _:
                continue
        if failure.is_on(asked):
            yield word, asked


def _parts(test: ast.expr) -> Iterator[ast.expr]:
    """What Python asks one by one for its truth, and each whole of them."""
    yield test
    match test:
        case ast.BoolOp(values=several):
            yield from (part for each in several for part in _parts(each))
        case ast.UnaryOp(op=ast.Not(), operand=only):
            yield from _parts(only)


def _sides(tree: ast.AST) -> tuple[str, str, list[ast.expr]] | None:
    """The word that joins comparisons, the sign for it, and the comparisons."""
    match tree:
        case ast.Compare(left=low, ops=[first, second], comparators=[value, high]):
            chained: list[ast.expr] = [
                ast.Compare(low, [first], [value]),
                ast.Compare(value, [second], [high]),
            ]
            return "A chain of comparisons", "&", chained
        case ast.BoolOp(op=op, values=several):
            return ("and", "&", several) if isinstance(op, ast.And) else ("or", "|", several)
        case ast.UnaryOp(op=ast.Not(), operand=side):
            return "not", "~", [side]
    return None


def _is_of_many(failure: Failure, side: ast.expr) -> bool:
    names = {ast.unparse(each) for each in ast.walk(side) if isinstance(each, ast.expr)}
    held = (each for each in failure.error.operands if each.expression in names)
    return isinstance(side, ast.Compare) and any(math.prod(each.shape) > 1 for each in held)


def _many(failure: Failure) -> str:
    return "an array" if failure.error.type == "ValueError" else "a tensor"


def _signed(sign: str, sides: list[ast.expr]) -> str:
    """As `(a > 0) & (b > 0)`; what has one side alone begins with its sign."""
    written = [f"({ast.unparse(each)})" for each in sides]
    return f" {sign} ".join(written) if len(written) > 1 else f"{sign}{written[0]}"


READERS: Final[Mapping[str, Reader]] = {
    "loose_comparisons": _loose_comparisons,
    "one_answer": _one_answer,
    "each_answers": _each_answers,
}
