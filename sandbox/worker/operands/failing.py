"""The line that failed: which part of it broke, and what the parts before that had given."""

import ast
import builtins
import math
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any, Final

import torch

from sandbox.worker.operands import pure
from sandbox.worker.operands.evaluation import held
from sandbox.worker.operands.replaced import replaces_library
from sandbox.worker.operands.replay import Part, Replay
from sandbox.worker.operands.stand_in import UNKNOWN, tried
from sandbox.worker.operands.truth import asked_for_truth
from sandbox.worker.told.facts import Facts, facts
from sandbox.worker.told.source import Source, Span, span, words_in

# From 3.12 on a comprehension runs in the frame around it, and its names are gone by now.
_INLINED: Final = (ast.ListComp, ast.SetComp, ast.DictComp) if sys.version_info >= (3, 12) else ()

_CHANGE_CALLS: Final = (torch.autocast, torch.device)


def broken_part(source: Source, where: Span) -> ast.AST | None:
    """The part that an instruction's position names.

    Of a chain of methods on several lines a call's position begins at its last dot.
    """
    line, column, *end = where
    ending = [
        node
        for node in source.nodes
        if isinstance(node, ast.expr | ast.stmt)
        and span(node)[2:] == tuple(end)
        and span(node)[:2] <= (line, column)
    ]
    # Of several in the same place the innermost, which comes last.
    return max(reversed(ending), key=span, default=None)


def _region(source: Source, broken: ast.AST) -> ast.AST:
    """The largest part around the broken one that runs in its frame, for its statement."""
    inner = broken
    for outer in source.above(broken):
        if isinstance(inner, ast.stmt) or _is_own_frame(source, outer, inner):
            return inner
        inner = outer
    return inner


def _is_own_frame(source: Source, outer: ast.AST, inner: ast.AST) -> bool:
    match outer:
        case ast.Lambda(body=body):
            return inner is body
        case ast.comprehension(iter=iterable):
            # The first iterable is evaluated around the comprehension, all else in it.
            whole: Any = source.parents[outer]
            return not (inner is iterable and outer is whole.generators[0])
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return not isinstance(inner, ast.comprehension)
    return False


def names_in(frame: FrameType) -> dict[str, Any]:
    """What the frame's code can read; a local name without a value hides the global one."""
    code = frame.f_code
    own = {*code.co_varnames, *code.co_cellvars, *code.co_freevars}
    around = {name: value for name, value in frame.f_globals.items() if name not in own}
    return {**vars(builtins), **around, **frame.f_locals}


def _still_there(source: Source, broken: ast.AST, names: Mapping[str, Any]) -> dict[str, Any]:
    """Without the names of a comprehension that ran in the frame around it."""
    loops = (outer for outer in source.above(broken) if isinstance(outer, _INLINED))
    lost = {
        node.id
        for loop in loops
        for node in ast.walk(loop)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return {name: value for name, value in names.items() if name not in lost}


def _changes_calls(source: Source, names: Mapping[str, Any]) -> bool:
    """Under autocast the same call gives another dtype, and we are outside of it by now."""
    contexts = (
        item.context_expr
        for node in source.nodes
        if isinstance(node, ast.With)
        for item in node.items
    )
    return "autocast" in source.words or any(
        _may_change_calls(source, context, names) for context in contexts
    )


def _may_change_calls(source: Source, context: ast.expr, names: Mapping[str, Any]) -> bool:
    """Whatever it is called; a name that only another frame knows may be a device's."""
    parts = list(ast.walk(context))
    chosen = [tried(lambda part=part: held(part, names)) for part in parts]  # type: ignore[misc]
    is_unknown = isinstance(context, ast.Name) and chosen[0] is UNKNOWN
    return (
        "device" in words_in(parts)
        or (is_unknown and "device" in source.words)
        or any(map(_is_or_makes_a_context, chosen))
    )


def _is_or_makes_a_context(value: Any) -> bool:
    kind = value if issubclass(type(value), type) else type(value)
    return issubclass(kind, _CHANGE_CALLS)


def failed_parts(
    source: Source,
    where: Span,
    names: Mapping[str, Any],
    known: Mapping[Span, Facts],
    *,
    had_value: bool,
    look_only: bool,
) -> list[Part]:
    """What the failing statement's parts gave; empty where the place is not to be found."""
    named = broken_part(source, where)
    if named is None:
        return []
    suspects = asked_for_truth(source, named) if had_value else [named]
    look_only = look_only or _changes_calls(source, names) or replaces_library(source, names)
    for suspect in suspects:
        broken = suspect.iter if isinstance(suspect, ast.For) else suspect
        still = _still_there(source, broken, names)
        replay = Replay(source, broken, still, known, had_value=had_value, look_only=look_only)
        # Of another statement with a body nothing can be shown as what broke.
        if not hasattr(broken, "body") or isinstance(broken, ast.expr):
            replay.run(_region(source, broken))
        if suspect is suspects[-1] or not _has_a_truth(replay.gave):
            # One that is not known, of several, may be the one or not.
            is_sure = suspect is suspects[-1] or facts(replay.gave) is not None
            return replay.parts if is_sure else []
    return []


def _has_a_truth(value: Any) -> bool:
    """Whether Python could ask for its truth; of a stand-in its shape alone says that."""
    held = facts(value)
    is_one = held is not None and math.prod(held.shape) == 1
    return value is not UNKNOWN and (is_one or pure.is_true(value) is not None)
