"""Words for a method or a function whose brackets were forgotten."""

import ast
import re
from typing import Final

from bot.render.advice_row import Advice
from bot.render.around import Broken, nodes_of

_CALLED: Final = "(?:builtin_function_or_)?(?:method|function)"
_MODULES: Final = frozenset({"torch", "np", "numpy", "F", "nn", "math", "plt"})


def _operand(broken: Broken, found: re.Match[str]) -> str:
    match broken.tree:
        case ast.BinOp(left=left, right=right) | ast.AugAssign(target=left, value=right):
            pass
        case ast.Compare(left=left, ops=[_], comparators=[right]):
            pass
        case _:
            return ""
    sides = zip((found["left"], found["right"]), (left, right), strict=True)
    named = [node for kind, node in sides if re.fullmatch(_CALLED, kind or "")]
    return _not_called(broken, named[0]) if len(named) == 1 else ""


def _concatenated(broken: Broken, _found: re.Match[str]) -> str:
    match broken.tree:
        case ast.BinOp(right=right) | ast.AugAssign(value=right):
            return _not_called(broken, right)
    return ""


def _owner(broken: Broken, _found: re.Match[str]) -> str:
    match broken.tree:
        case ast.Attribute(value=ast.Name(id=name)) if _hides_its_module(broken.code, name):
            return (
                f"{name} is the function here, by from {name} import {name}: for the module "
                f"write import {name} instead."
            )
        case ast.Attribute(value=owner, attr=attr) if not _is_given(broken.code, attr):
            return _not_called(broken, owner)
    return ""


def _hides_its_module(code: str, name: str) -> bool:
    """Whether the code has `from time import time`."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == name
        and any(each.name == name and not each.asname for each in node.names)
        for node in nodes_of(code)
    )


def _is_given(code: str, attribute: str) -> bool:
    """Whether the code gives anything an attribute of that name, as in `f.calls += 1`."""
    stored = (node for node in nodes_of(code) if isinstance(node, ast.Attribute))
    return any(each.attr == attribute and isinstance(each.ctx, ast.Store) for each in stored)


def _indexed(broken: Broken, _found: re.Match[str]) -> str:
    match broken.tree:
        case ast.Subscript(value=ast.Attribute(attr="size", value=owner)) if not _is_own(
            broken.code, "size"
        ):
            held = broken.part(owner)
            return f"size is a method and was not called: write {held}.size() or {held}.shape."
        case ast.Subscript(value=ast.Attribute(value=ast.Name()) as method):
            written = broken.part(method)
            return f"{written} is called with round brackets: {written}(…)."
        case ast.Subscript(value=owner):
            return _not_called(broken, owner)
    return ""


def _is_own(code: str, name: str) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in nodes_of(code))


def _not_called(broken: Broken, node: ast.expr) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in _MODULES:
            return f"{owner}.{name} is a function and was not called: write {owner}.{name}(…)."
        case ast.Attribute(value=ast.Name(), attr=name):
            written = broken.part(node)
            return f"{written} is a method and was not called: write {written}()."
        case ast.Attribute(attr=name):
            return f"{name} is a method and was not called: write .{name}()."
        case ast.Name(id=name):
            return f"{name} is a function and was not called: write {name}(…)."
    return ""


CALLS: Final = (
    Advice(
        "TypeError",
        re.compile(
            r"unsupported operand type\(s\) for [^:]+: '(?P<left>\w+)' and '(?P<right>\w+)'$"
        ),
        _operand,
    ),
    Advice(
        "TypeError",
        re.compile(
            r"'[<>=]+' not supported between instances of '(?P<left>\w+)' and '(?P<right>\w+)'$"
        ),
        _operand,
    ),
    Advice(
        "TypeError",
        re.compile(rf'can only concatenate \w+ \(not "{_CALLED}"\) to \w+$'),
        _concatenated,
    ),
    Advice("AttributeError", re.compile(rf"'{_CALLED}' object has no attribute "), _owner),
    Advice("TypeError", re.compile(rf"'{_CALLED}' object is not subscriptable$"), _indexed),
)
