"""What stands around an expression that raised an error, read from the code."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.examples import python
from sandbox.protocol import Operand, RunError, RunResult
from tutor.line.labels import parsed

_DEFINED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_UNKNOWN: Final = re.compile(r"name '(\w+)' is not defined(?:\. Did you mean: '(\w+)'\?)?")
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True)
class Failure:
    """An error, the text of the expression that raised it, and the code that this stands in."""

    error: RunError
    text: str = ""
    code: str = ""

    @cached_property
    def tree(self) -> ast.AST:
        return parsed(self.text) or ast.Module([], [])

    @cached_property
    def nodes(self) -> Sequence[ast.AST]:
        """Those of the whole code, the whole of it first."""
        return [*nodes_of(self.code)]

    @property
    def is_readable(self) -> bool:
        """Where Python can't read the code, nothing is known of what it lacks."""
        return len(self.nodes) > 1

    @property
    def line(self) -> int:
        return self.error.line or 0

    @property
    def classes(self) -> dict[str, ast.ClassDef]:
        return {node.name: node for node in self.nodes if isinstance(node, ast.ClassDef)}

    @property
    def functions(self) -> list[ast.FunctionDef]:
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef)]

    def defines(self, name: str) -> bool:
        """Whether the code has a function, a method or a class of that name."""
        return name in self.classes or any(each.name == name for each in self.functions)

    def source(self, node: ast.AST) -> str:
        """A part of the expression as it was written, or of the code."""
        inside = any(node is each for each in ast.walk(self.tree))
        return ast.get_source_segment(self.text if inside else self.code, node) or ast.unparse(node)

    def held(self, written: str) -> Operand | None:
        """What an expression held, where that was a tensor or an array."""
        return next((each for each in self.error.operands if each.expression == written), None)

    def is_on(self, node: ast.AST) -> bool:
        """Whether a node begins on the line of the error."""
        return getattr(node, "lineno", 0) == self.line

    def is_in(self, node: ast.AST) -> bool:
        """Whether the line of the error lies in a statement."""
        return getattr(node, "lineno", 0) <= self.line <= (getattr(node, "end_lineno", None) or 0)

    def is_repeated(self) -> bool:
        """Whether the line may run several times: in a loop, or in a function beside one."""
        around = [node for node in self.nodes if isinstance(node, (*_LOOPS, ast.FunctionDef))]
        return any(map(self.is_in, around)) and any(isinstance(each, _LOOPS) for each in around)

    def given(self, node: ast.AST) -> ast.AST:
        """What a name was given, where the code gives it a value once; else the node itself."""
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        return self._given_once.get(name, node)

    @cached_property
    def _given_once(self) -> Mapping[str, ast.expr]:
        """The values of names, or of fields, that nothing else gives any, nor takes."""
        stored = Counter(name for node in self.nodes if (name := _stored(node) or _field(node)))
        given = {
            _stored(target) or _field(target): node.value
            for node in self.nodes
            if isinstance(node, ast.Assign)
            for target in node.targets[:1]
        }
        return {name: value for name, value in given.items() if name and stored[name] == 1}


def failure_of(result: RunResult, code: str) -> Failure | None:
    """What a run of code failed in; None where it did not."""
    if result.error is None:
        return None
    broken = next((part.expression for part in result.trace if part.broke), "")
    return Failure(result.error, broken, code)


def called(call: ast.Call) -> str:
    """The last name of what is called; empty where that has none."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def root(node: ast.expr) -> str:
    """What the name of a function begins with, as `np` of `np.random.rand`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def methods(made: ast.ClassDef) -> list[ast.FunctionDef]:
    return [each for each in made.body if isinstance(each, ast.FunctionDef)]


def is_number(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=int() | float()) | ast.UnaryOp(operand=ast.Constant(value=int())):
            return not (isinstance(node, ast.Constant) and isinstance(node.value, bool))
    return False


def counted_by(node: ast.AST) -> str:
    """The name that a loop counts by."""
    match node:
        case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"))):
            return name
    return ""


def nodes_of(code: str) -> Iterator[ast.AST]:
    """The nodes of a program, the whole of it first; an empty one where there is none."""
    return ast.walk(python.parsed(code) or ast.Module([], []))


def is_unknown_name(error: RunError, code: str) -> bool:
    """Whether an error is of a name that the code gives to nothing, nor that Python takes it for.

    Not so of one with a capital, or two letters that changed places, as `Print` or `pritn`. Code
    that can't be read tells nothing of that.
    """
    found = _UNKNOWN.fullmatch(error.message) if error.type == "NameError" else None
    if found is None or sorted(found[1].lower()) == sorted((found[2] or "").lower()):
        return False
    nodes = [*nodes_of(code)]
    return len(nodes) > 1 and bound(nodes).isdisjoint(found.groups())


def bound(nodes: Sequence[ast.AST]) -> set[str]:
    """Every name that the code gives to anything, wherever that is."""
    made = {node.name for node in nodes if isinstance(node, _DEFINED)}
    imported = {(node.asname or node.name) for node in nodes if isinstance(node, ast.alias)}
    return values(nodes) | made | {name.partition(".")[0] for name in imported}


def names_given(nodes: Iterable[ast.AST], fits: Callable[[ast.expr], bool]) -> set[str]:
    """The names that are given, one at a time, a value that fits."""
    return {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign) and fits(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def values(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that are given to values; what is defined or imported may well be called."""
    return {name for node in nodes if (name := _stored(node))}


def is_stored(node: ast.AST, name: str) -> bool:
    return name in (_stored(node), _field(node))


def _field(node: ast.AST) -> str:
    match node:
        case ast.Attribute(attr=name, ctx=ast.Store()):
            return name
    return ""


def _stored(node: ast.AST) -> str:
    match node:
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
            return name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            return name
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            return name
    return ""


def unpacked_from(failure: Failure) -> str:
    """The last name of what the line takes apart, as `shape` of `n, c = x.shape`.

    None of what the code defines itself, nor of a text's `split`.
    """
    for node in failure.nodes:
        match node:
            case ast.Assign(targets=[ast.Tuple() | ast.List()], value=value) if failure.is_on(node):
                return _last_name(failure, failure.given(value))
    return ""


def _last_name(failure: Failure, value: ast.AST) -> str:
    match value:
        case ast.Attribute(attr=name):
            return name
        case ast.Call(args=args) as call if not failure.defines(called(call)):
            return "" if _may_be_of_a_text(call, args[:1], failure) else called(call)
    return ""


def _may_be_of_a_text(call: ast.Call, first: Sequence[ast.expr], failure: Failure) -> bool:
    """Whether it is a `split` by nothing, or by what is no size, number or list of them."""
    if called(call) != "split" or root(call.func) in {"torch", "np", "numpy"}:
        return False
    sizes = (ast.List, ast.Tuple, ast.BinOp)
    given = [failure.given(each) for each in first]
    is_sized = any(is_number(each) or isinstance(each, sizes) for each in given)
    return not is_sized and "split_size" not in {each.arg for each in call.keywords}


def are_own_words(failure: Failure) -> bool:
    """Whether an error's words are the learner's own: the line raises it, or asserts, itself.

    Not so where a part of that line broke, or tells in turn what was caught.
    """
    on_line = [
        each
        for each in failure.nodes
        if isinstance(each, ast.Raise | ast.Assert) and failure.is_in(each)
    ]
    return any(_tells(each, failure) for each in on_line)


def _tells(node: ast.Raise | ast.Assert, failure: Failure) -> bool:
    caught = {each.name for each in failure.nodes if isinstance(each, ast.ExceptHandler)}
    caught |= names_given(failure.nodes, lambda value: not caught.isdisjoint(names_in(value)))
    if not caught.isdisjoint(names_in(node)):
        return False
    lines = failure.code.split("\n")[node.lineno - 1 : node.end_lineno]
    is_whole = not failure.text or _spaceless(failure.text) not in _spaceless("".join(lines))
    if isinstance(node, ast.Raise):
        # What an exit says may be a number.
        return is_whole and failure.error.type != "SystemExit"
    is_compared = isinstance(failure.tree, ast.Compare)
    is_told = failure.error.type == "AssertionError" and node.msg is not None
    return is_told and (is_whole or is_compared)


def _spaceless(text: str) -> str:
    return "".join(text.split())


def names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
