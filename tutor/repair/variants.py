"""One-step changes of the expression that failed, the likeliest first: each is tried by running it.

Nothing is known here of which of them works; what an operand held only saves trying.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.examples import python
from sandbox.protocol import RunError
from tutor.errors.pattern import is_atom
from tutor.repair.kinds import BEHIND, JOINS, LIKELY, MADE, OTHERWISE, WORDS

MOST: Final = 160
_MODULES: Final = frozenset({"torch", "np", "numpy", "nn", "F", "plt", "optim", "math"})


@dataclass(frozen=True, slots=True)
class Variant:
    """`text` in the place of `start` to `end` of the code; `does` says what to `operand`."""

    start: int
    end: int
    text: str
    does: str
    operand: str
    cost: int
    # Whether the new text is an expression, whose value can be looked at.
    is_expression: bool = True

    def applied(self, code: str) -> str:
        return f"{code[: self.start]}{self.text}{code[self.end :]}"


@dataclass(frozen=True)
class _Code:
    text: str

    def at(self, node: ast.AST) -> tuple[int, int]:
        """Where a node begins and ends; Python counts bytes in a line."""
        lines = self.text.splitlines(keepends=True)
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end, end_column = getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0)
        return _place(lines, line, column), _place(lines, end, end_column)

    def source(self, node: ast.AST) -> str:
        start, end = self.at(node)
        return self.text[start:end]

    def atom(self, node: ast.expr) -> str:
        source = self.source(node)
        return source if is_atom(node) else f"({source})"

    def changed(self, node: ast.AST, text: str, does: str, cost: int) -> Variant:
        return Variant(*self.at(node), text, does, self.source(node), cost, True)


def _place(lines: Sequence[str], line: int, column: int) -> int:
    before = lines[line - 1].encode()[:column].decode(errors="ignore")
    return sum(map(len, lines[: line - 1])) + len(before)


def variants(code: str, error: RunError) -> list[Variant]:
    """Every change worth trying, each once, those nearest to the code first."""
    tree = python.parsed(code)
    if tree is None or error.line is None:
        return []
    written = _Code(code)
    around = [each for each in ast.walk(tree) if _is_on(each, error.line)]
    statements = [each for each in around if isinstance(each, ast.stmt)]
    if not statements:
        return []
    inner = statements[-1]
    changed = _changed_in_place(inner)
    within = [each for each in around if isinstance(each, ast.expr)]
    failing = [each for each in within if _is_at(each, error, written)] or within
    found = [
        *(each for node in failing for each in _of_node(written, node)),
        *(
            each
            for node in failing
            for part in _operands(node)
            if part not in changed and not (part is node and _raises(part, error))
            for each in _of(written, part, error)
        ),
        *(each for node in failing for each in _of_sizes(written, node, error.message)),
        *_of_statement(written, inner, changed),
        *_elsewhere(written, tree, error.message),
    ]
    unique = {(each.start, each.end, each.text): each for each in reversed(found)}
    likely = [does for does, words in LIKELY if words.search(error.message)]
    asked = [each for each in unique.values() if _is_asked(each, error.message)]
    return sorted(asked, key=lambda each: (each.does not in likely, each.cost, len(each.text)))[
        :MOST
    ]


def _is_asked(variant: Variant, message: str) -> bool:
    words = WORDS.get(variant.does)
    return words is None or bool(words.search(message))


def _is_on(node: ast.AST, line: int) -> bool:
    return getattr(node, "lineno", 0) <= line <= (getattr(node, "end_lineno", 0) or 0)


def _is_at(node: ast.expr, error: RunError, written: _Code) -> bool:
    is_here = error.column is not None and node.lineno == error.line
    line = written.text.split("\n")[node.lineno - 1].encode()
    columns = (
        len(line[: node.col_offset].decode(errors="ignore")),
        len(line[: node.end_col_offset].decode(errors="ignore")),
    )
    return is_here and columns == (error.column, error.end_column)


def _raises(node: ast.expr, error: RunError) -> bool:
    """Whether it gave nothing that could be changed, and was not just asked or gone along."""
    is_taken = re.search("ambiguous|iterat|unpack", error.message)
    return isinstance(node, ast.Call | ast.BinOp | ast.Subscript) and not is_taken


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    """What an operation is done with, lists and calls in it included."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id in _MODULES:
            continue
        if isinstance(each, ast.Name | ast.Call | ast.Attribute | ast.Subscript | ast.Compare):
            yield each
        if isinstance(each, ast.BinOp) or (
            isinstance(each, ast.UnaryOp) and not isinstance(each.operand, ast.Constant)
        ):
            yield each


def _changed_in_place(statement: ast.stmt) -> list[ast.expr]:
    """What a statement writes into: a copy of it, or another view, would be changed for nobody."""
    match statement:
        case ast.Assign(targets=[ast.Subscript(value=owner)]):
            return [owner]
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=name))):
            return [owner] if re.fullmatch(r"(?!requires)\w*[a-z]_", name) else []
        case ast.AugAssign(target=target):
            return [target]
    return []


def _of(written: _Code, node: ast.expr, error: RunError) -> Iterator[Variant]:
    if isinstance(getattr(node, "ctx", None), ast.Store) or _is_function(node, written):
        return
    axes = {each.expression: len(each.shape) for each in error.operands}
    # An axis is what the smaller operand lacks; an answer is what a comparison gives.
    is_larger = axes.get(written.source(node), 0) > min(axes.values(), default=0)
    further = {"add an axis to": is_larger, "make one answer of": not isinstance(node, ast.Compare)}
    for behind, does, cost in BEHIND:
        text = f"{written.atom(node)}{behind}"
        yield written.changed(node, text, does, cost + 4 * further.get(does, False))


def _is_function(node: ast.expr, written: _Code) -> bool:
    """Whether it is what a call calls, or a module's: neither holds numbers."""
    start, end = written.at(node)
    is_called = written.text[end : end + 1] == "(" and not isinstance(node, ast.Call)
    return is_called or (isinstance(node, ast.Attribute) and written.text[start:end] == "torch.nn")


def _of_node(written: _Code, node: ast.expr) -> Iterator[Variant]:
    """What is done, done otherwise."""
    match node:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            text = f"{written.atom(right)} @ {written.atom(left)}"
            yield written.changed(node, text, "swap the operands of", 20)
            yield from _shaped_as(written, left, right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            text = f"{written.atom(left)} ^ {written.atom(right)}"
            yield written.changed(node, text, "write ^ in", 24)
            yield from _shaped_as(written, left, right)
        case ast.BinOp(left=left, right=right):
            yield from _shaped_as(written, left, right)
        case ast.Call():
            yield from _of_call(written, node)
        case ast.Subscript(slice=ast.Tuple(elts=[*kept, _])) if kept:
            inside = ", ".join(map(written.source, kept))
            yield written.changed(
                node, f"{written.source(node.value)}[{inside}]", "drop a position of", 16
            )
        case ast.Subscript(value=value, slice=ast.Slice(step=ast.UnaryOp())):
            yield written.changed(node, f"{written.atom(value)}.flip(0)", "turn around", 14)
    for each in ast.walk(node):
        if each is not node and isinstance(each, ast.Call):
            yield from _of_call(written, each)


def _shaped_as(written: _Code, left: ast.expr, right: ast.expr) -> Iterator[Variant]:
    for one, other in ((left, right), (right, left)):
        for behind in ("reshape({}.shape)", "to({}.dtype)", "expand_as({})"):
            text = f"{written.atom(one)}.{behind.format(written.atom(other))}"
            yield written.changed(one, text, "make like the other", 17)


def _of_call(written: _Code, call: ast.Call) -> Iterator[Variant]:
    given = [*map(written.source, call.args), *map(written.source, call.keywords)]
    called = written.source(call.func)
    owner, _, name = called.rpartition(".")

    def with_(arguments: Sequence[str], does: str, cost: int, function: str = called) -> Variant:
        return written.changed(call, f"{function}({', '.join(arguments)})", does, cost)

    for names, function, more, does, cost in OTHERWISE:
        if name in names:
            # What has a name stands behind the others, the size of an axis before them.
            arguments = [*given, more] if "=" in more else [each for each in (more, *given) if each]
            yield with_(arguments, does, cost, function.format(owner=owner, called=called))
    if name in JOINS:
        yield with_([f"[{', '.join(given)}]"], "put brackets into", 11)
        yield with_([*given[:1], "dim=1"], "choose another axis in", 12)
    for at, argument in enumerate(call.args):
        rest = [*given[:at], *given[at + 1 :]]
        swapped = [*given[:at], *given[at : at + 2][::-1], *given[at + 2 :]]
        if at + 1 < len(call.args):
            yield with_(swapped, "swap the operands of", 20)
        if rest and name not in MADE and not isinstance(argument, ast.Starred):
            yield with_(rest, "drop an argument of", 25)
        tensor = [*given[:at], f"torch.tensor({given[at]})", *given[at + 1 :]]
        tuple_ = [*given[:at], f"({given[at]},)", *given[at + 1 :]]
        if isinstance(argument, ast.List | ast.Constant | ast.UnaryOp):
            yield with_(tensor, "make a tensor in", 12)
            yield with_(tuple_, "put brackets into", 12)


def _of_sizes(written: _Code, node: ast.expr, message: str) -> Iterator[Variant]:
    """A number of the code as a size that the message speaks of, or as another axis."""
    told = [int(each) for each in re.findall(r"(?<![\w.])\d{1,4}(?![\w.])", message)][:6]
    told += [int(part) for each in re.findall(r"\d+(?:x\d+)+", message) for part in each.split("x")]
    data = {id(part) for each in ast.walk(node) if isinstance(each, ast.List) for part in each.elts}
    for each in ast.walk(node):
        match each:
            case ast.Constant(value=int(value)) if id(each) not in data and not isinstance(
                value, bool
            ):
                for other in dict.fromkeys((-1, 0, 1, value - 1, value + 1, *told)):
                    if other != value:
                        does = "choose another number in"
                        yield written.changed(each, str(other), does, 26 + (other not in told))


def _of_statement(
    written: _Code, statement: ast.stmt, changed: Sequence[ast.expr]
) -> Iterator[Variant]:
    for each in changed:
        source, name = written.source(statement), written.source(each)
        silent = f"with torch.no_grad(): {source}"
        yield Variant(*written.at(statement), silent, "record nothing of", source, 12, False)
        if isinstance(each, ast.Name):
            copied = f"{name} = {name}.clone(); {source}"
            yield Variant(*written.at(statement), copied, "copy", name, 13, False)


def _apart(
    written: _Code, node: ast.stmt, target: ast.expr, sign: ast.operator, value: ast.expr
) -> Variant:
    name = written.source(target)
    new = ast.unparse(ast.BinOp(ast.Name(name), sign, value))
    return Variant(*written.at(node), f"{name} = {new}", "make a new tensor of", name, 9, False)


def _elsewhere(written: _Code, tree: ast.AST, message: str) -> Iterator[Variant]:
    """What a gradient needs may be lost on an earlier line, and a layer's sizes stand there."""
    for each in ast.walk(tree):
        match each:
            case ast.AugAssign(target=target, op=sign, value=value):
                yield _apart(written, each, target, sign, value)
            case ast.Call(func=ast.Attribute(attr=name)) as call:
                given = ", ".join(map(written.source, [*call.args, *call.keywords]))
                function = written.source(call.func)
                if name == "backward":
                    text = f"{function}({given}{', ' if given else ''}retain_graph=True)"
                    yield written.changed(call, text, "keep the graph of", 16)
                elif name in MADE and "requires_grad" not in given:
                    text = f"{function}({given}, requires_grad=True)"
                    yield written.changed(call, text, "record gradients of", 11)
                elif name[0].isupper():
                    yield from _of_sizes(written, call, message)
