"""An expression as a graph: every operation in it, what each reads, and the names it goes through.

Nothing is run here. A name that was given an operation's result, once and for all, stands for that
operation, so that code written in steps is one graph.
"""

import ast
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.picture.asking.expression import (
    Nothing,
    asked,
    is_literal,
    part_name,
    rebuilt,
    statements,
    text_before,
    value_of,
    written,
)
from tutor.picture.scene.text import label

MOST_STEPS = 24
# Without one of these words nothing in a short program asks for gradients.
_HINTS = ("requires_grad", "backward(", "Parameter(", "nn.")
_MAKING = frozenset({"Parameter", "detach", "tensor", "as_tensor", "from_numpy", "requires_grad"})
_CHANCE = ("rand", "dropout", "normal", "bernoulli", "multinomial")
_LONGEST_LABEL = 16


@dataclass(frozen=True, slots=True)
class ComputationStep:
    """One node: how to call it, its code over the names of earlier steps, and which it reads.

    `name` is what to call it where none of what it reads turns out to be a tensor. `layer` is the
    code of what it calls, which may be a layer with parameters, `layer_name` how that is written.
    `given` is the name that the code gave the result.
    """

    label: str
    name: str
    code: str
    reads: tuple[int, ...] = ()
    layer: str = ""
    layer_name: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Computation:
    """Code to run first, and steps in the order in which they are done; the last is the result.

    `last` is the line itself that they take apart.
    """

    setup: str
    text: str
    steps: tuple[ComputationStep, ...]
    is_run_backward: bool
    last: str = ""


def computation(code: str) -> Computation | Nothing:
    """Take the last expression apart into all its operations, where gradients may be wanted."""
    if not any(hint in code for hint in _HINTS):
        return Nothing()
    body = statements(code)
    value = value_of(body[-1]) if body else None
    if value is None:
        return Nothing()
    result, is_run_backward = _differentiated(value)
    walk = _Walk(code, _bindings(body))
    try:
        walk.step(result)
    except _TooMany:
        return Nothing()
    is_augmented = isinstance(body[-1], ast.AugAssign)
    text = label(written(body[-1] if is_augmented else walk.meant(result), code), 200)
    last = ast.unparse(body[-1])
    return Computation(text_before(code, body[-1]), text, walk.steps, is_run_backward, last)


def _differentiated(value: ast.expr) -> tuple[ast.expr, bool]:
    """The tensor in `loss.backward()`, or in what is asked of one.

    With a gradient of the learner's own backward does not start from ones, as it does here.
    """
    match value:
        case ast.Call(ast.Attribute(inner, "backward"), arguments, keywords):
            named = [each.value for each in keywords if each.arg in {None, "gradient"}]
            if all(map(_is_ones, [*arguments[:1], *named])):
                return inner, True
    return asked(value), False


def _is_ones(gradient: ast.expr) -> bool:
    match gradient:
        case ast.Constant(None) | ast.Call(
            ast.Name("ones" | "ones_like") | ast.Attribute(_, "ones" | "ones_like")
        ):
            return True
        case _:
            return False


def _bindings(body: list[ast.stmt]) -> Mapping[str, ast.expr]:
    """What each name stands for, where doing it again gives the same: no chance, no change."""
    nodes = [node for statement in body for node in ast.walk(statement)]
    if any(map(_changes_in_place, nodes)):
        return {}
    marked = set(map(_marked, nodes))
    stored = Counter(
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return {
        target.id: statement.value
        for statement in body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
        and stored[target.id] == 1
        and target.id not in marked
        and not any(map(_is_random, ast.walk(statement.value)))
    }


def _changes_in_place(node: ast.AST) -> bool:
    match node:
        case ast.AugAssign() | ast.Subscript(ctx=ast.Store()):
            return True
        case ast.Attribute(attr="data", ctx=ast.Store()):
            return True
        case ast.Call(ast.Attribute(_, name)):
            return name.endswith("_") and name != "requires_grad_"
        case _:
            return False


def _marked(node: ast.AST) -> str:
    """The name that is given a mark, which what is made anew would lack."""
    match node:
        case ast.Attribute(ast.Name(name), "requires_grad", ast.Store()) | ast.Attribute(
            ast.Name(name), "requires_grad_"
        ):
            return name
        case _:
            return ""


def _is_random(node: ast.AST) -> bool:
    match node:
        case ast.Call(ast.Name(name) | ast.Attribute(_, name)):
            return any(word in name.casefold() for word in _CHANCE)
        case _:
            return False


class _TooMany(Exception):
    """More steps than a picture can hold; endlessly many where a name is made from itself."""


class _Walk:
    """Gathers steps; a name is a step once, however often it is read."""

    def __init__(self, code: str, bindings: Mapping[str, ast.expr]) -> None:
        self._code = code
        self._bindings = bindings
        self._steps: list[ComputationStep] = []
        self._named: dict[str, int] = {}
        self._begun: set[str] = set()

    @property
    def steps(self) -> tuple[ComputationStep, ...]:
        return tuple(self._steps)

    def meant(self, expression: ast.expr) -> ast.expr:
        """What a name stands for, where that is an operation."""
        if not isinstance(expression, ast.Name):
            return expression
        bound = self._bindings.get(expression.id)
        return bound if bound is not None and _is_operation(bound) else expression

    def step(self, expression: ast.expr) -> int:
        """The number of the step that makes this; with all that it reads before it."""
        if not isinstance(expression, ast.Name):
            return self._made(expression)
        if expression.id not in self._named:
            if expression.id in self._begun:
                raise _TooMany
            self._begun.add(expression.id)
            self._named[expression.id] = self._made(self.meant(expression), expression.id)
        return self._named[expression.id]

    def _made(self, expression: ast.expr, name: str = "") -> int:
        reading = _Reading(self)
        given = "" if isinstance(expression, ast.Name) else name
        name = label(name or written(expression, self._code), _LONGEST_LABEL)
        shown, code = name, expression
        if _is_operation(expression):
            operation, code = rebuilt(expression, reading)
            if reading.reads:
                shown = _operation_label(expression, operation, code)
        if len(self._steps) >= MOST_STEPS:
            raise _TooMany
        layer, layer_name = _called(expression, code)
        made = ComputationStep(
            shown, name, ast.unparse(code), tuple(reading.reads), layer, layer_name, given
        )
        self._steps.append(made)
        return len(self._steps) - 1


class _Reading:
    """The parts of one operation: each that is not spelled out becomes a step before it."""

    def __init__(self, walk: _Walk) -> None:
        self._walk = walk
        self.reads: list[int] = []
        self.count = 0

    def take(self, expression: ast.expr, role: str) -> ast.expr:
        self.count += not role.isidentifier()
        if is_literal(ast.unparse(expression)):
            return expression
        if isinstance(expression, ast.List | ast.Tuple):
            return ast.List([self._taken(each) for each in expression.elts])
        return self._taken(expression)

    def _taken(self, expression: ast.expr) -> ast.expr:
        number = self._walk.step(expression)
        self.reads.append(number)
        return ast.Name(part_name(number))


def _is_operation(expression: ast.expr) -> bool:
    """Whether it may make a tensor from others; what makes one from numbers begins a graph."""
    match expression:
        case ast.Call(ast.Name(name) | ast.Attribute(_, name), _, keywords):
            begins = name.rstrip("_") in _MAKING
            return not begins and all(each.arg != "requires_grad" for each in keywords)
        case (
            ast.Call()
            | ast.BinOp()
            | ast.UnaryOp()
            | ast.Compare()
            | ast.Subscript()
            | ast.Attribute()
        ):
            return True
        case _:
            return False


def _called(expression: ast.expr, code: ast.expr) -> tuple[str, str]:
    """What is called, over the names of steps and as it is written, where that may be a layer."""
    match expression, code:
        case ast.Call(ast.Name() | ast.Attribute() as function), ast.Call(over_names):
            return ast.unparse(over_names), ast.unparse(function)
        case _:
            return "", ""


def _operation_label(expression: ast.expr, operation: str, code: ast.expr) -> str:
    """As it is written, with what it reads left out: `@`, `** 2`, `sum(dim=1)`, `[1:]`."""
    match code:
        case ast.BinOp(left, _, right) | ast.Compare(left, _, [right]):
            shown = _without_names(ast.unparse(code), left, right)
        case ast.Subscript(_, index):
            shown = f"[{ast.unparse(index)}]"
        case ast.Attribute(_, name):
            shown = f".{name}"
        case ast.Call(_, arguments, keywords):
            shown = _call_label(operation, arguments, keywords)
        case _:
            shown = {"neg": "−", "invert": "~"}.get(operation, operation)
    return label(shown or ast.unparse(expression), _LONGEST_LABEL)


def _without_names(text: str, *operands: ast.expr) -> str:
    for operand in operands:
        if isinstance(operand, ast.Name):
            text = text.replace(operand.id, "", 1)
    return text.strip()


def _call_label(operation: str, arguments: list[ast.expr], keywords: list[ast.keyword]) -> str:
    said = [ast.unparse(each) for each in arguments if is_literal(ast.unparse(each))]
    said += [ast.unparse(each) for each in keywords if is_literal(ast.unparse(each.value))]
    call = f"{operation}({', '.join(said)})"
    return call if said and len(call) <= _LONGEST_LABEL else operation
