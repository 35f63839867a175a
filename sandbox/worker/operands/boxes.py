"""Lists and tuples of tensors: what their parts are called, and what those held."""

import ast
from collections.abc import Iterator
from typing import Any, Final

from sandbox.worker.operands.stand_in import is_box
from sandbox.worker.shield import attempt_or
from sandbox.worker.told.facts import Facts, facts

_SHOWN: Final = 4
# More would be looked at for long, and tell no more.
_LOOKED_AT: Final = 1000
_NAMED: Final = (ast.Name, ast.Attribute, ast.Subscript)


def is_given(node: ast.AST, parents: dict[ast.AST, ast.AST], broken: ast.AST) -> bool:
    """Whether what has a name there is what the broken part was given, alone or by a star."""
    outer = parents.get(node)
    if isinstance(outer, ast.Starred | ast.keyword):
        outer = parents.get(outer)
    return outer is broken and isinstance(node, _NAMED)


def parts_of_box(name: str, value: Any) -> list[tuple[str, Facts]]:
    """The tensors in a list or a tuple, each with its name.

    All of a few; of many the first of each shape and dtype, since a call breaks where one differs.
    """
    found = attempt_or([], lambda: list(_tensors(name, value)))
    if len(found) <= _SHOWN:
        return found
    kinds: dict[tuple[Any, ...], tuple[str, Facts]] = {}
    for text, held in found:
        kinds.setdefault((tuple(held.shape), id(held.dtype)), (text, held))
    return list(kinds.values())[:_SHOWN]


def _tensors(name: str, value: Any) -> Iterator[tuple[str, Facts]]:
    """Also in a tuple within one, as an LSTM gives it."""
    if not is_box(type(value)):
        return
    for number, part in enumerate(value[:_LOOKED_AT]):
        inner = f"{name}[{number}]"
        if held := facts(part):
            yield inner, held
        elif type(part) is tuple:
            yield from ((f"{inner}[{at}]", one) for at, one in _flat(part))


def _flat(box: tuple[Any, ...]) -> Iterator[tuple[int, Facts]]:
    found = ((at, facts(part)) for at, part in enumerate(box[:_SHOWN]))
    yield from ((at, held) for at, held in found if held)
