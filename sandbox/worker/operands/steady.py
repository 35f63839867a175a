"""What a call in the failing line may have changed of what was read before it."""

import ast
import types
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from sandbox.worker.operands import pure
from sandbox.worker.operands.stand_in import UNKNOWN, is_box, is_plain
from sandbox.worker.told.source import Source

# Of tensors and arrays, which otherwise keep their shape and dtype whatever is put in them.
RESHAPING: Final = frozenset(
    """
    t_ unsqueeze_ squeeze_ transpose_ swapaxes_ swapdims_ resize_ resize_as_ resize set_
    as_strided_ apply_ data
    """.split()
)
_ANYTHING: Final = frozenset(
    """
    globals locals vars exec eval setattr delattr __dict__ __setattr__
    """.split()
)
_BOXES_CHANGE: Final = frozenset(
    """
    pop append insert remove clear extend reverse sort popleft appendleft extendleft popitem
    update setdefault rotate next shuffle heappush heappop heapify heapreplace heappushpop
    """.split()
)
# By these a layer gets what it has another under the same name.
_REGISTERS: Final = frozenset(
    """
    register_buffer register_parameter register_module add_module
    """.split()
)
_LIBRARIES: Final = frozenset("torch numpy math".split())
_TAKES_A_FUNCTION: Final = frozenset(
    """
    apply_ map_ map2_ checkpoint vectorize apply_along_axis fromfunction piecewise
    """.split()
)
_HARMLESS: Final = frozenset(
    """
    abs bool complex float int len list max min print range round slice sum tuple type str repr
    isinstance zip enumerate reversed super
    """.split()
)


class Steady:
    """Which parts of the failing line surely hold what they held, whatever a call in it did."""

    def __init__(self, source: Source, names: Mapping[str, Any]) -> None:
        self._nodes = source.nodes
        self._words = source.words
        self._names = names

    def is_steady(self, part: ast.AST) -> bool:
        """Whether each name, attribute and item in the part is still what it was."""
        return all(map(self._keeps, ast.walk(part)))

    def _keeps(self, node: ast.AST) -> bool:
        match node:
            case ast.Name(id=name):
                is_module = type(self._names.get(name)) is types.ModuleType
                return is_module or not (self._reshapes or name in self._rebound)
            case ast.Attribute(attr=name):
                return name not in self._stored
            case ast.Subscript():
                return not self._boxes_change
        return True

    @cached_property
    def _reshapes(self) -> bool:
        return not self._words.isdisjoint(RESHAPING | _ANYTHING)

    @cached_property
    def _rebound(self) -> set[str]:
        kinds = (ast.Global, ast.Nonlocal)
        return {name for node in self._nodes if isinstance(node, kinds) for name in node.names}

    @cached_property
    def _stored(self) -> set[str]:
        """Attributes that the snippet sets, but for the first ones of an object, in `__init__`."""
        new = {
            inner
            for node in self._nodes
            if isinstance(node, ast.FunctionDef) and node.name == "__init__"
            for inner in ast.walk(node)
        }
        return {name for node in self._nodes if node not in new for name in self._stored_by(node)}

    def _stored_by(self, node: ast.AST) -> Iterable[str]:
        match node:
            case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
                return [name]
            case ast.Call(func=ast.Attribute(attr=register)) if register in _REGISTERS:
                given = [*node.args[:1], *(keyword.value for keyword in node.keywords)]
                texts = [part.value for part in given if isinstance(part, ast.Constant)]
                # Under a name that is made while it runs it may be any.
                return [text for text in texts if isinstance(text, str)] or self._words
        return []

    @cached_property
    def _boxes_change(self) -> bool:
        return not self._words.isdisjoint(_BOXES_CHANGE) or any(map(_changes_a_box, self._nodes))


def _changes_a_box(node: ast.AST) -> bool:
    """Also `+=` and the like, but not by a number: no list takes one."""
    match node:
        case ast.AugAssign(value=ast.Constant(value=int() | float() | complex())):
            return False
        case ast.AugAssign():
            return True
    return isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)


def may_change(node: ast.AST, values: list[Any]) -> bool:
    """Whether what runs at this node may change what others hold."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)):
            return _method_changes(values[0], name)
        case ast.Call():
            return _function_changes(values[0])
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            return any(isinstance(inner, ast.Call | ast.Await) for inner in ast.walk(node))
    return isinstance(node, ast.Await | ast.Yield | ast.YieldFrom)


def _method_changes(owner: Any, name: str) -> bool:
    kind = type(owner)
    if kind is types.ModuleType:
        return _function_changes(vars(owner).get(name, UNKNOWN))
    if is_plain(kind) or is_box(kind):
        return name in RESHAPING or (is_box(kind) and name not in pure.READS)
    return not (pure.is_simple_layer(owner) and name == "forward")


def _function_changes(work: Any) -> bool:
    if pure.is_layer(work):
        return not pure.is_simple_layer(work)
    home = str(getattr(work, "__module__", None)).partition(".")[0]
    name = getattr(work, "__name__", "")
    if home == "builtins":
        return name not in _HARMLESS
    # Much of what numpy and torch have in C does not say where it is from.
    is_theirs = home in _LIBRARIES or (home == "None" and type(work).__module__ == "builtins")
    is_theirs = is_theirs or type(work).__module__.partition(".")[0] in _LIBRARIES
    return not is_theirs or name in _TAKES_A_FUNCTION or name in RESHAPING
