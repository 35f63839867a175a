"""Mistakes with gradients: none comes about, or those of all rounds add up. Pure."""

import ast
import re
from typing import Final, TypeGuard

from knowledge.pages.entry import Section
from tutor.errors.code_around import called
from tutor.errors.silent.code import OPTIMISERS, Code, Fault, is_within, place, told

# What an optimiser is called where the code does not say how it was made.
_OPTIMISER: Final = re.compile(
    rf"(self\.)?(\w*opt(im(i[sz]er)?)?(_?\w{{1,2}})?|{OPTIMISERS.pattern})", re.IGNORECASE
)
_CLEARS: Final = re.compile("zero|clear|reset", re.IGNORECASE)
_TWICE: Final = 2
_RECORD: Final = frozenset(
    {"enable_grad", "set_grad_enabled", "requires_grad_", "requires_grad", "Parameter"}
)
# What is called between a new tensor and its .grad without giving it one.
_GIVES_NO_GRAD: Final = frozenset({"print", "item", "append", "zero_", "no_grad"})


def number_backward(code: Code) -> Fault | None:
    if code.defines("item", "backward"):
        return None
    for _, of in code.methods("backward"):
        match code.value(of):
            case ast.Call(func=ast.Attribute(attr="item"), args=[]):
                name = ast.unparse(of) if isinstance(of, ast.Name) else "That"
                return Fault(
                    f"{name} is a plain number after .item(), and that has no backward(): call "
                    "backward() on the loss itself, and .item() only to print it.",
                    *("backward-method", Section.MORE),
                    raises=True,
                )
    return None


def unrecorded_backward(code: Code) -> Fault | None:
    if not _RECORD.isdisjoint(code.attributes | code.names):
        return None
    blocks = [each for each in code.nodes if isinstance(each, ast.With) and _records_nothing(each)]
    for _, of in code.methods("backward"):
        given = code.given(of)
        if given is None or not isinstance(given.value, ast.Call | ast.BinOp):
            continue
        if any(is_within(given, block) for block in blocks):
            name = ast.unparse(of)
            return Fault(
                f"{name} is computed under no_grad, where nothing is recorded, so "
                f"{name}.backward() has nothing to go back through. Compute what you train on "
                "outside of that block.",
                "no-grad-vs-detach",
                raises=True,
            )
    return None


def _records_nothing(block: ast.With) -> bool:
    return any(
        isinstance(each.context_expr, ast.Call)
        and called(each.context_expr) in {"no_grad", "inference_mode"}
        and not each.context_expr.args
        for each in block.items
    )


def lost_parameter(code: Code) -> Fault | None:
    for call, of in code.methods("zero_"):
        match of:
            case ast.Attribute(value=ast.Name(id=name) as tensor, attr="grad"):
                given = code.given(tensor)
            case _:
                continue
        if given is None or _may_get_grad(code, given, call):
            continue
        if isinstance(given.value, ast.BinOp) and _mentions_grad(given.value, name):
            return Fault(
                f"{told(given)} makes a new tensor, and the .grad of that is None. Change {name} "
                f"in place instead, under torch.no_grad(), as in {name} -= lr * {name}.grad.",
                *("what-is-sgd", Section.PITFALL),
                raises=True,
            )
    return None


def _may_get_grad(code: Code, given: ast.Assign, call: ast.Call) -> bool:
    """Whether anything after a statement and before a call may give a tensor its .grad."""
    between = [
        each
        for each in code.nodes
        if isinstance(each, ast.expr) and place(given) < place(each) < place(call)
    ]
    return any(
        called(each) not in _GIVES_NO_GRAD if isinstance(each, ast.Call) else _changes_grad(each)
        for each in between
        if not is_within(each, given)
    )


def _mentions_grad(value: ast.expr, name: str) -> bool:
    return f"{name}.grad" in {
        ast.unparse(each) for each in ast.walk(value) if isinstance(each, ast.Attribute)
    }


def gradients_add_up(code: Code) -> Fault | None:
    if code.defines("step", "backward") or _may_clear(code):
        return None
    for loop in code.nodes:
        if not isinstance(loop, ast.For | ast.While) or _goes_once(loop):
            continue
        steps = [of for call, of in code.methods("step") if is_within(call, loop)]
        optimiser = next((each for each in steps if _is_optimiser(code, each)), None)
        is_trained = any(is_within(call, loop) for call, _ in code.methods("backward"))
        if optimiser is None or not is_trained or _may_begin_anew(loop, optimiser):
            continue
        return Fault(
            f"I see no {ast.unparse(optimiser)}.zero_grad() here, so the gradients of all rounds "
            "add up, and each step goes by their sum.",
            "zero-grad",
        )
    return None


def _may_clear(code: Code) -> bool:
    """Whether anything may empty the gradients, by whatever name."""
    return any(_CLEARS.search(called(each)) for each in code.calls) or any(
        _changes_grad(each) or _names_grad(each) for each in code.nodes
    )


def _changes_grad(node: ast.AST) -> bool:
    """Whether it gives a value to a .grad or a part of it, or changes that in place."""
    match node:
        case ast.Attribute() | ast.Subscript() if not isinstance(node.ctx, ast.Load):
            return _has_grad(node)
        case ast.Call(func=ast.Attribute(value=of, attr=attr)) if attr.endswith("_"):
            return _has_grad(of)
    return False


def _names_grad(node: ast.AST) -> bool:
    """As `setattr` takes it."""
    return isinstance(node, ast.Constant) and node.value == "grad"


def _has_grad(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr == "grad" for each in ast.walk(node))


def _goes_once(loop: ast.For | ast.While) -> bool:
    match loop:
        case ast.For(iter=ast.Call(args=[ast.Constant(value=int(rounds))]) as over):
            return called(over) == "range" and rounds < _TWICE
        case ast.For(iter=ast.List(elts=[_]) | ast.Tuple(elts=[_])):
            return True
    return False


def _may_begin_anew(loop: ast.For | ast.While, optimiser: ast.expr) -> bool:
    """Whether each round may have gradients of its own, or the loop is not all there."""
    calls = [each for each in ast.walk(loop) if isinstance(each, ast.Call)]
    used = {ast.unparse(optimiser)} | {ast.unparse(each.func) for each in calls}
    return (
        not used.isdisjoint(_given_in(loop))
        or any(map(_is_left_out, ast.walk(loop)))
        or any(_makes_leaf(each) or _is_given(each, optimiser) for each in calls)
    )


def _given_in(loop: ast.For | ast.While) -> set[str]:
    """What gets a value in each round, but for a loss function, which has no gradients."""
    losses = [each.targets for each in ast.walk(loop) if _makes_loss(each)]
    harmless = {ast.unparse(each) for targets in losses for each in targets}
    given = [each for each in ast.walk(loop) if isinstance(each, ast.Name | ast.Attribute)]
    return {ast.unparse(each) for each in given if isinstance(each.ctx, ast.Store)} - harmless


def _makes_loss(node: ast.AST) -> TypeGuard[ast.Assign]:
    match node:
        case ast.Assign(value=ast.Call() as made):
            return called(made).endswith("Loss")
    return False


def _makes_leaf(call: ast.Call) -> bool:
    is_asked_for = any(each.arg == "requires_grad" for each in call.keywords)
    return is_asked_for or called(call) in {"Parameter", "requires_grad_"}


def _is_left_out(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and ast.unparse(node) == "..."


def _is_given(call: ast.Call, optimiser: ast.expr) -> bool:
    """Whether a function is handed the optimiser, with which it may do anything."""
    handed = [*call.args, *(each.value for each in call.keywords)]
    return ast.unparse(optimiser) in map(ast.unparse, handed)


def _is_optimiser(code: Code, node: ast.expr) -> bool:
    made = code.value(node)
    if isinstance(made, ast.Call):
        return code.makes_optimiser(made)
    return bool(_OPTIMISER.fullmatch(ast.unparse(node)))
