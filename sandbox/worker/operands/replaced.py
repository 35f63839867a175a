"""What a learner put in the place of a library's own: to call that again would be to run his code.

`torch.Tensor.sum = mine` makes `x.sum()` such a call, and whatever calls `sum` in turn. Read from
the code, since to compare all of torch with what it was would copy pages by the thousand.
"""

import ast
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, Final

from sandbox.worker.told.source import Source

_LIBRARIES: Final = frozenset({"torch", "numpy", "math", "builtins"})
# A class of the learner's is not asked what it is: it might do anything.
_MODULE_OF: Final = type.__dict__["__module__"].__get__
_PUT: Final = frozenset({"setattr", "delattr", "patch", "object"})


def replaces_library(source: Source, names: Mapping[str, Any]) -> bool:
    """Whether the code gives a module or a class of torch's or NumPy's another attribute."""
    return any(_is_of_library(each, names) for node in source.nodes for each in _owners(node))


def _owners(node: ast.AST) -> Iterator[ast.expr]:
    """Whose attribute it sets; a plain number or text, as a switch gets, is called by nobody."""
    match node:
        case ast.Assign(value=ast.Constant()):
            return
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            yield from (each.value for each in targets if isinstance(each, ast.Attribute))
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[owner, *_]) if (
            name in _PUT
        ):
            yield owner


def _is_of_library(owner: ast.expr, names: Mapping[str, Any]) -> bool:
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    held = names.get(owner.id) if isinstance(owner, ast.Name) else None
    home: object = None
    if type(held) is ModuleType:
        home = vars(held).get("__name__")
    elif issubclass(type(held), type):
        home = _MODULE_OF(held)
    return type(home) is str and home.partition(".")[0] in _LIBRARIES
