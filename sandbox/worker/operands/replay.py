"""Evaluating a statement's parts again, up to the one that broke."""

import ast
import time
import warnings
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch.utils._device import DeviceContext

from sandbox.worker.operands import pure
from sandbox.worker.operands.boxes import is_given, parts_of_box
from sandbox.worker.operands.evaluation import computed, parts_of
from sandbox.worker.operands.stand_in import UNKNOWN, device_of, tried
from sandbox.worker.operands.steady import RESHAPING, Steady, may_change
from sandbox.worker.told.facts import Facts, facts, unheard
from sandbox.worker.told.source import Source, Span, span

# Of this thread's own work, so that nobody beside it changes what is told; a wait counts as well.
_CPU_SECONDS: Final = 0.1
_WALL_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-expression and what it gave; one that broke may have given something all the same.

    `name` is of something it used: a layer's weight stands in no line, and says why it broke.
    """

    node: ast.AST
    held: Facts | None
    broke: bool = False
    name: str | None = None


class Replay:
    """Evaluates a statement's parts again, as far as they are pure, up to the one that broke."""

    def __init__(
        self,
        source: Source,
        broken: ast.AST,
        names: Mapping[str, Any],
        known: Mapping[Span, Facts],
        *,
        had_value: bool,
        look_only: bool,
    ) -> None:
        self.parts: list[Part] = []
        self.gave: Any = UNKNOWN
        self._broken = broken
        self._parents = source.parents
        self._names = names
        self._known = known
        self._had_value = had_value
        self._is_overheard = _is_overheard()
        # Without its modes it would be another evaluation.
        self._look_only = look_only or self._is_overheard
        self._over = False
        self._until_cpu = time.thread_time() + _CPU_SECONDS
        self._until_wall = time.monotonic() + _WALL_SECONDS
        self._unsure: set[str] = set()
        self._steady = Steady(source, names)

    def run(self, node: ast.AST) -> None:
        """Fill `parts` in the order of evaluation, up to the one that broke."""
        # A name that the statement binds on its way may have held something else before.
        bound = (inner for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
        self._unsure = {inner.target.id for inner in bound}
        alone = unheard() if self._is_overheard else nullcontext()
        with warnings.catch_warnings(), alone, torch.no_grad():
            warnings.simplefilter("ignore")
            self._value(node)
        if not self._over:
            self._end_where_it_broke()

    def _end_where_it_broke(self) -> None:
        """The evaluation did not come to the broken part: what stands behind that never ran."""
        start = span(self._broken)[:2]
        self.parts = [part for part in self.parts if span(part.node)[2:] <= start]
        self._note(self._broken, UNKNOWN)

    def _value(self, node: ast.AST) -> Any:
        if isinstance(node, ast.BoolOp | ast.IfExp):
            return self._chosen(node)
        if self._over:
            return UNKNOWN
        values = [self._value(part) for part in self._parts_of(node)]
        if self._over:
            return UNKNOWN
        value = UNKNOWN
        if self._may_compute(node):
            value = tried(lambda: self._computed(node, values))
        if isinstance(node, ast.Call):
            self._mind_call(node, values)
        is_mixed = node is not self._broken and self._mind_change(node, values)
        self._note(node, value)
        return UNKNOWN if is_mixed else value

    def _parts_of(self, node: ast.AST) -> list[ast.AST]:
        """A method that is not there breaks before its arguments are looked at."""
        is_missing = isinstance(node, ast.Call) and node.func is self._broken
        return [self._broken] if is_missing else parts_of(node)

    def _mind_change(self, node: ast.AST, values: list[Any]) -> bool:
        """Forget what may be otherwise by now; True where a tensor of another shape is left."""
        if not may_change(node, values):
            return False
        sure = [part for part in self.parts if self._is_sure(part.node)]
        forgot, self.parts = len(sure) < len(self.parts), sure
        callee = getattr(node, "func", None)
        return forgot and isinstance(callee, ast.Attribute) and callee.attr in RESHAPING

    def _is_sure(self, part: ast.AST) -> bool:
        return span(part) in self._known or self._steady.is_steady(part)

    def _mind_call(self, node: ast.Call, values: list[Any]) -> None:
        owner = values[0]
        callee = node.func
        if not isinstance(callee, ast.Attribute):
            self._note_weights(node, owner)
        elif node is self._broken and owner is not UNKNOWN:
            self._note_weights(node, tried(lambda: pure.attribute(owner, callee.attr)))
        elif _is_in_place(callee.attr):
            # What `x.t_()` began with is not what `x` holds now.
            self.parts = [part for part in self.parts if part.node is not callee.value]

    def _note_weights(self, node: ast.Call, layer: Any) -> None:
        if node is not self._broken or not pure.is_layer(layer):
            return
        for name, weight in layer.named_parameters(recurse=False):
            whole = f"{ast.unparse(node.func)}.{name}"
            self.parts.append(Part(node.func, facts(weight), name=whole))

    def _may_compute(self, node: ast.AST) -> bool:
        """A name is always looked up: it may hold what could not be used."""
        if isinstance(node, ast.Name):
            return True
        late = time.thread_time() > self._until_cpu or time.monotonic() > self._until_wall
        failed = node is self._broken and not self._had_value
        return not (late or self._look_only or failed)

    def _note(self, node: ast.AST, value: Any) -> None:
        held = facts(value)
        if held and (device := device_of(value)):
            held = Facts(held.shape, held.dtype, device)
        if node is self._broken:
            self._over, self.gave = True, value
            # A `raise` or an `assert` did what it says: nothing in it broke.
            if isinstance(node, ast.expr | ast.AugAssign):
                self.parts.append(Part(node, held, broke=True))
            return
        # What was seen at the time goes before what would come of it now.
        if held := self._known.get(span(node)) or held:
            self.parts.append(Part(node, held))
        elif is_given(node, self._parents, self._broken):
            found = parts_of_box(ast.unparse(node), value)
            self.parts += [Part(node, each, name=name) for name, each in found]

    def _chosen(self, node: ast.BoolOp | ast.IfExp) -> Any:
        """Evaluate only the branches that Python took; that with the broken part it surely took."""
        if isinstance(node, ast.IfExp):
            holds = pure.is_true(self._value(node.test))
            branch = self._branch(node, holds=holds)
            value = UNKNOWN if self._over or branch is None else self._value(branch)
        else:
            value = self._first_that_decides(node)
        if self._over:
            return UNKNOWN
        self._note(node, value)
        return value

    def _branch(self, node: ast.IfExp, *, holds: bool | None) -> ast.expr | None:
        for branch in (node.body, node.orelse):
            if any(inner is self._broken for inner in ast.walk(branch)):
                return branch
        return None if holds is None else node.body if holds else node.orelse

    def _first_that_decides(self, node: ast.BoolOp) -> Any:
        broken_in = [
            number
            for number, part in enumerate(node.values)
            if any(inner is self._broken for inner in ast.walk(part))
        ]
        surely = broken_in[0] if broken_in else 0
        value: Any = UNKNOWN
        for number, part in enumerate(node.values):
            value = self._value(part)
            holds = pure.is_true(value)
            if self._over or number < surely:
                continue
            if holds is None or holds == isinstance(node.op, ast.Or):
                return UNKNOWN if holds is None else value
        return value

    def _computed(self, node: ast.AST, values: list[Any]) -> Any:
        if isinstance(node, ast.Name):
            known = isinstance(node.ctx, ast.Load) and node.id not in self._unsure
            return self._names.get(node.id, UNKNOWN) if known else UNKNOWN
        return computed(node, values)


def _is_overheard() -> bool:
    """Whether a mode that the learner left on would hear of it, which a default device is not."""
    functions = torch._C._len_torch_function_stack()  # noqa: SLF001
    modes = (torch._C._get_function_stack_at(at) for at in range(functions))  # noqa: SLF001
    return torch._C._len_torch_dispatch_stack() > 0 or not all(  # noqa: SLF001
        type(mode) is DeviceContext for mode in modes
    )


def _is_in_place(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__")
