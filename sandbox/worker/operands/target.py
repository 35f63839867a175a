"""What an augmented assignment left where it assigned, looked for without being heard.

To evaluate `a.x` once more could run a property of the learner's, so nothing here is evaluated:
it begins with a name and goes on through what surely does nothing else.
"""

import ast
from collections.abc import Iterable
from copy import deepcopy
from typing import Any, Final

import numpy as np
import torch

from sandbox.worker import numbers
from sandbox.worker.operands import pure
from sandbox.worker.operands.stand_in import TENSORS, UNKNOWN, is_plain, leaves
from sandbox.worker.told.facts import unheard

Step = tuple[bool, Any]

_OF_TENSORS: Final = vars(torch._C.TensorBase)  # noqa: SLF001
_SAME_SHAPE: Final = {name: _OF_TENSORS[name].__get__ for name in ("data", "grad")}
_VIEW_KEYS: Final = (int, slice, type(None), type(...))
_STILL: Final = (
    *(ast.Constant, ast.Name, ast.Slice, ast.Tuple),
    *(ast.UnaryOp, ast.unaryop, ast.expr_context),
)


def path_to(target: ast.expr) -> list[ast.expr] | None:
    """The name that a target begins with and its steps, to be given to `reached`.

    None where something would have to be evaluated for the second time.
    """
    match target:
        case ast.Name(id=name):
            return [ast.Name(name, ast.Load())]
        case ast.Attribute(value=owner, attr=name):
            return _further(owner, is_item=False, key=ast.Constant(name))
        case ast.Subscript(value=owner, slice=key) if _is_still(key):
            return _further(owner, is_item=True, key=deepcopy(key))
    return None


def _further(owner: ast.expr, *, is_item: bool, key: ast.expr) -> list[ast.expr] | None:
    step = ast.Tuple([ast.Constant(is_item), key], ast.Load())
    return None if (way := path_to(owner)) is None else [*way, step]


def _is_still(key: ast.expr) -> bool:
    """Names and numbers; a sign before a name may be the name's own."""
    signed = (node.operand for node in ast.walk(key) if isinstance(node, ast.UnaryOp))
    return all(isinstance(node, _STILL) for node in ast.walk(key)) and all(
        isinstance(each, ast.Constant) for each in signed
    )


def reached(owner: Any, steps: Iterable[Step]) -> Any:
    with unheard(), torch.no_grad():
        for is_item, key in steps:
            owner = _item(owner, key) if is_item else _attribute(owner, key)
    return owner


def _attribute(owner: Any, name: str) -> Any:
    kind = type(owner)
    if kind in TENSORS:
        return _SAME_SHAPE[name](owner) if name in _SAME_SHAPE else UNKNOWN
    return UNKNOWN if is_plain(kind) else pure.attribute(owner, name)


def _item(owner: Any, key: Any) -> Any:
    kind = type(owner)
    if kind in (list, dict):
        return owner[key] if type(key) in (int, str) else UNKNOWN
    if not all(type(leaf) in _VIEW_KEYS for leaf in leaves(key)):
        return UNKNOWN
    # A profiler would count the view.
    if kind in TENSORS and not torch.autograd._profiler_enabled():  # noqa: SLF001
        return numbers.part(owner, key)
    return owner[key] if kind is np.ndarray else UNKNOWN
