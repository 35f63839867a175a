"""Whether what was typed in a session may have printed, since a print can look like anything."""

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from sandbox.paste.statements import bound_by, parsed, reads

_PRINTS: Final = re.compile(
    r"(?<![a-z])p?print(?!options)|\bstd(?:out|err)\b"
    r"|\blogg\w*\.(?:debug|info|warn\w*|error|critical|exception|log)\("
)
_FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_MADE: Final = (*_FUNCTION, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Printing:
    """What is defined so far that prints, and the names by which it can be reached.

    A property, an operator or a hook prints with no call of it to be seen.
    """

    is_defined: bool = False
    names: frozenset[str] = frozenset()

    def after(self, code: str, bound: frozenset[str]) -> Self:
        """With what more prints since, or was given something that does."""
        names = self.names
        if not (names or _has_output(code)):
            return self
        read = parsed(code)
        for statement in read:
            if _makes_output(statement) or _hands_on(statement) or _names_in(statement) & names:
                names |= _given_it(statement, bound)
        # What goes on at the next prompt may be of a function's.
        is_of_block = code[:1].isspace() and _has_output(code)
        is_defined = self.is_defined or is_of_block or any(map(_makes_output, read))
        return type(self)(is_defined, names)

    def may_be_of(self, typed: str, bound: frozenset[str]) -> bool:
        """Whether that may have printed, by itself or by what is defined above."""
        read = parsed(typed.strip())
        if _has_output(typed) and not (read and all(map(_is_no_call, read))):
            return True
        parts = [part for each in read for part in _run_at_once(each)]
        return any(
            (self.is_defined and _runs_own(part, bound))
            or (isinstance(part, ast.Name) and _is_read(part) and part.id in self.names)
            for part in parts
        )


def _has_output(code: str) -> bool:
    """Whether it names what prints."""
    return bool(_PRINTS.search(code))


def _makes_output(statement: ast.stmt) -> bool:
    """Whether a function or a class that it makes names what prints."""
    made = (part for part in ast.walk(statement) if isinstance(part, _MADE))
    return any(_has_output(ast.unparse(part)) for part in made)


def _hands_on(statement: ast.stmt) -> bool:
    """Whether it gives what prints to a name or to a call: `say = print`."""
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.ImportFrom):
        return _has_output(ast.unparse(statement))
    parts = list(ast.walk(statement))
    called = {part.func for part in parts if isinstance(part, ast.Call)}
    values = (part.id for part in parts if isinstance(part, ast.Name) and part not in called)
    return any(map(_has_output, values))


def _is_no_call(statement: ast.stmt) -> bool:
    """Whether it only makes a function, which prints nothing before it is called."""
    match statement:
        case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]):
            defaults = [*statement.args.defaults, *filter(None, statement.args.kw_defaults)]
            return all(isinstance(each, ast.Constant | ast.Name) for each in defaults)
    return False


def _names_in(statement: ast.stmt) -> frozenset[str]:
    parts = (part for part in ast.walk(statement) if isinstance(part, ast.Name))
    return frozenset(part.id for part in parts if _is_read(part))


def _is_read(name: ast.Name) -> bool:
    return not isinstance(name.ctx, ast.Store)


def _given_it(statement: ast.stmt, bound: frozenset[str]) -> frozenset[str]:
    """Names that lead to it from now on: a list that it is put into is one, too."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return frozenset({statement.name})
    classes = (part.name for part in ast.walk(statement) if isinstance(part, ast.ClassDef))
    return bound_by([statement]) | (_names_in(statement) & bound) | frozenset(classes)


def _run_at_once(statement: ast.stmt) -> Iterator[ast.AST]:
    """Not what a function does once it is called, nor the classes that one goes back to."""
    left: list[ast.AST] = [statement]
    while left:
        part = left.pop()
        yield part
        match part:
            case ast.ClassDef():
                left += [*part.decorator_list, *part.keywords, *part.body]
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                left += part.decorator_list
            case ast.Lambda():
                pass
            case _:
                left += ast.iter_child_nodes(part)


def _runs_own(part: ast.AST, bound: frozenset[str]) -> bool:
    """Whether it calls what a session may have defined, which a metaclass is too."""
    match part:
        case ast.Call(func=ast.Name(id=name)):
            return not hasattr(builtins, name)
        case ast.Call(func=callee):
            return reads(callee, bound)
        case ast.ClassDef(keywords=[_, *_]):
            return True
        case ast.FunctionDef(decorator_list=callees) | ast.ClassDef(decorator_list=callees):
            return any(reads(callee, bound) for callee in callees)
    return False
