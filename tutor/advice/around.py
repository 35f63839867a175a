"""What stands around an expression that raised an error, read from the code."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeGuard

from sandbox.protocol import RunError
from tutor.line.labels import columns

_SCOPES: Final = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
_DEFINED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_UNKNOWN: Final = re.compile(r"name '(\w+)' is not defined(?:\. Did you mean: '(\w+)'\?)?")


@dataclass(frozen=True, slots=True)
class Broken:
    """The expression that raised an error, and where it stands.

    `nodes` are those of the whole code; `found` is what advice knows the error's message by.
    """

    tree: ast.AST
    text: str
    code: str
    nodes: Sequence[ast.AST]
    error: RunError
    found: re.Match[str]

    @property
    def classes(self) -> list[ast.ClassDef]:
        return [node for node in self.nodes if isinstance(node, ast.ClassDef)]

    @property
    def functions(self) -> list[ast.FunctionDef]:
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef)]

    def defines(self, name: str) -> bool:
        """Whether the code has a function of that name, a method or none."""
        return any(each.name == name for each in self.functions)

    def part(self, node: ast.expr) -> str:
        start, end = columns(self.text, node)
        return self.text[start:end]

    def is_in(self, node: ast.stmt) -> bool:
        """Whether the line of the error lies in a statement."""
        return node.lineno <= (self.error.line or 0) <= (node.end_lineno or 0)


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


def plain_classes(broken: Broken) -> set[str]:
    """The classes of the learner's own that are no modules of torch, by what they are made from."""
    return {each.name for each in broken.classes if not any(map(_is_module, each.bases))}


def _is_module(base: ast.expr) -> bool:
    match base:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name.endswith("Module"):
            return True
        case ast.Attribute(value=ast.Name(id="nn") | ast.Attribute(attr="nn")):
            return True
    return False


def is_number(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=int()) | ast.UnaryOp(operand=ast.Constant(value=int())):
            return True
    return False


def counted_by(node: ast.AST) -> str:
    """The name that a loop counts by."""
    match node:
        case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"))):
            return name
    return ""


def is_readable(nodes: Iterable[ast.AST]) -> bool:
    """Whether Python can read code as it was sent; where not, nothing is known of what it lacks."""
    return any(isinstance(node, ast.stmt) for node in nodes)


def nodes_of(code: str) -> Iterator[ast.AST]:
    """The nodes of a program, the whole of it first; an empty one where there is none."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = ast.Module([], [])
    return ast.walk(tree)


def is_unknown_name(error: RunError, code: str) -> bool:
    """Whether an error is of a name that the code gives to nothing, nor that Python takes it for.

    Not so of one with a capital, or two letters that changed places, as `Print` or `pritn`. Code
    that can't be read tells nothing of that.
    """
    found = _UNKNOWN.fullmatch(error.message) if error.type == "NameError" else None
    if found is None or _is_misspelt(found[1], found[2] or ""):
        return False
    nodes = [*nodes_of(code)]
    return is_readable(nodes) and bound(nodes).isdisjoint(found.groups())


def _is_misspelt(name: str, meant: str) -> bool:
    return sorted(name.lower()) == sorted(meant.lower())


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


def taken(nodes: Iterable[ast.AST]) -> set[str]:
    """The names of what functions are given, which may be anything."""
    return {node.arg for node in nodes if isinstance(node, ast.arg)}


def class_of(broken: Broken, made: ast.expr) -> str:
    """The last name of the class of what is called, where that is surely an object of it.

    As `LSTM` of `nn.LSTM(3, 4)(x)`, or of `rnn(x)` where the code gives `rnn` no other value. Of
    classes of the learner's own nothing is told.
    """
    match made:
        case ast.Call():
            given: list[ast.expr] = [made]
        case ast.Name(id=held) | ast.Attribute(attr=held) if held not in taken(broken.nodes):
            given = [node.value for node in broken.nodes if gives(node, held)]
        case _:
            return ""
    names = {called(each) if isinstance(each, ast.Call) else "" for each in given}
    own = {each.name for each in broken.classes} | {each.name for each in broken.functions}
    return names.pop() if len(names) == 1 and names.isdisjoint(own) else ""


def gives(node: ast.AST, held: str) -> TypeGuard[ast.Assign]:
    """Whether it is an assignment to that name, or to a field of that name."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)]):
            return name == held
    return False


def seen_from(broken: Broken) -> set[str]:
    """The names of values that the line of the error sees, given in it or before."""
    line = broken.error.line or 0
    return values(node for node in _seen_around(broken.nodes[0], line) if _begins(node) <= line)


def _seen_around(tree: ast.AST, line: int) -> Iterator[ast.AST]:
    """The nodes of the program itself and of those functions that the line lies in."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += (each for each in _seen_in(node) if _is_open(each, line))


def _seen_in(node: ast.AST) -> Iterable[ast.AST]:
    """Its parts; a method does not see what else stands in the body of its class."""
    if isinstance(node, ast.ClassDef):
        return [each for each in node.body if isinstance(each, _SCOPES)]
    return ast.iter_child_nodes(node)


def _is_open(node: ast.AST, line: int) -> bool:
    """Whether names given in it are seen on a line."""
    return not isinstance(node, _SCOPES) or _begins(node) <= line <= (node.end_lineno or 0)


def _begins(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def values(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that are given to values; what is defined or imported may well be called."""
    return {name for node in nodes if (name := _given(node))}


def _given(node: ast.AST) -> str:
    match node:
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
            return name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            return name
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            return name
    return ""
