"""Words for a backward() that failed: what the code kept, changed or replaced."""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Final

from tutor.advice.around import Broken, called, counted_by, is_readable, names_given
from tutor.advice.table import Table

_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_NO_OPTIMIZER: Final = re.compile(r"sched|env|\blr")
# They end in _ as what works in place does, and change no value of the graph.
_HARMLESS: Final = re.compile(r"requires_grad_|clip_grad_\w+_")

# Layers that work in place where one of their settings is True.
_LAYERS: Final = re.compile(r"\w*[eE]LU6?|SiLU|Mish|Hard\w+|\w*Dropout\w*|Threshold")

_KEPT: Final = (
    "An earlier backward() has used up a part of this graph. In a loop, that is mostly something "
    "kept from the turn before, such as a hidden state: h = h.detach(); or something computed "
    "before the loop, which belongs into it."
)
_SHARED: Final = (
    "An earlier backward() has used up a part of this graph that this one needs as well."
)
_TWO_LOSSES: Final = (
    "Where two losses share it, call backward() once, on their sum; in a GAN, the loss of the "
    "discriminator takes fake.detach()."
)
_AGAIN: Final = "An earlier backward() has used up this graph. Compute again all that it needs"
_RETAIN: Final = ", or call the earlier one with retain_graph=True."

_CHANGED: Final = "A tensor of shape ({shape}) that backward() still needs was changed in place, as"
_BY_HAND: Final = f"{_CHANGED} by +=, add_() or x[…] = …."
_NEW: Final = "Make a new tensor instead: x = x + 1 for x += 1"
_ANEW: Final = f"{_NEW}, or x = x.clone() before x[0] = 0."
_IN_PARTS: Final = "collect the parts in a list, then join them with torch.stack."
_LONGEST: Final = 150
_POSITIONS: Final = (
    *(ast.Constant, ast.Name, ast.expr_context, ast.Slice, ast.Tuple),
    *(ast.BinOp, ast.operator, ast.UnaryOp, ast.unaryop),
)
_BY_EITHER: Final = (
    f"{_CHANGED} by optimizer.step(), +=, add_() or x[…] = …. Call every backward() before "
    "step(); elsewhere make a new tensor: x = x + 1."
)
_STEPPED: Final = "A weight that backward() still needs was changed: optimizer.step() does that. "
_STEP_LAST: Final = "Call every backward() first, then step(); or compute the second loss after it."
_STEP_BETWEEN: Final = (
    "This loss goes back to before that step: cut off what was kept from there, as a hidden "
    "state, with h = h.detach()."
)

_NOT_RECORDED: Final = (
    "No gradients were recorded for this: it takes a tensor made with requires_grad=True, and no "
    "step on the way that ends them, such as detach(), item(), no_grad(), argmax, a comparison, "
    "torch.tensor(…) of a tensor, or a change to whole numbers."
)
_FROZEN: Final = " What was given requires_grad = False takes no part, either."
_REPLACED: Final = (
    " Also, {name} = {name} {sign} … under no_grad() makes a new tensor, which records none: "
    "change {name} in place, with {name} {sign}= …."
)


def _used_up(broken: Broken) -> str:
    words = _by_whom(broken)
    if "autograd.grad" in broken.code:
        return words.replace("backward()", "backward() or autograd.grad()", 1)
    return words


def _by_whom(broken: Broken) -> str:
    has_several = len(_losses(broken)) > 1 or _goes_through_losses(broken)
    if not is_readable(broken.nodes):
        return f"{_KEPT} {_TWO_LOSSES}"
    if _is_repeated(broken):
        return f"{_KEPT} {_TWO_LOSSES}" if has_several else _KEPT
    if has_several:
        return f"{_SHARED} {_TWO_LOSSES}"
    return _AGAIN + ("." if _steps(broken) else _RETAIN)


def _changed(broken: Broken) -> str:
    nodes = broken.nodes
    # As in `n = 0`.
    counters = names_given(nodes, lambda value: isinstance(value, ast.Constant))
    if not _steps(broken) or "optim" not in broken.code:
        said = _BY_HAND.format(**broken.found.groupdict())
        anew = f"{_NEW}." if any(map(_reads_itself, nodes)) else _ANEW
        return f"{said} {_instead(broken, counters) or anew}"
    if any(_changes_in_place(node, counters) for node in nodes):
        return _BY_EITHER.format(**broken.found.groupdict())
    return _STEPPED + (_STEP_LAST if len(_losses(broken)) > 1 else _STEP_BETWEEN)


def _instead(broken: Broken, counters: set[str]) -> str:
    """What to write for the only change in place that there is, by its own names."""
    changes = {node for node in broken.nodes if _changes_in_place(node, counters)}
    # A weight that is changed under no_grad is to stay the same tensor.
    if not changes or not changes.isdisjoint(_without_gradients(broken.nodes)):
        return ""
    told = (_rewritten(broken, node) for node in broken.nodes if _all_changed(node) >= changes)
    words = next(told, "")
    return words if len(words) <= _LONGEST else ""


def _all_changed(node: ast.AST) -> set[ast.AST]:
    """What a statement changes in place of a value that has a name."""
    match node:
        case ast.AugAssign(target=ast.Name()):
            return {node}
        case ast.AugAssign(target=ast.Subscript(value=ast.Name()) as target):
            return {node, target}
        case ast.Assign(targets=[ast.Subscript(value=ast.Name()) as target]):
            return {target}
    return set()


def _rewritten(broken: Broken, node: ast.AST) -> str:
    if _reads_itself(node):
        return f"If {ast.unparse(node)} did that, {_IN_PARTS}" if _is_part(broken, node) else ""
    match node:
        case ast.AugAssign(value=ast.List() | ast.Tuple()):
            return ""
        case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
            other = f"{name} = {ast.unparse(ast.BinOp(target, op, value))}"
            return f"If {ast.unparse(node)} did that, write {other} instead."
        case (
            ast.AugAssign(target=ast.Subscript(value=ast.Name(id=name)))
            | ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))])
        ):
            copy = f"{name} = {name}.clone()"
            return f"If {ast.unparse(node)} did that, change a copy: {copy} right before it."
    return ""


def _reads_itself(node: ast.AST) -> bool:
    """Whether a part of a value is made of the value: of a copy it would be changed as well."""
    match node:
        case ast.AugAssign(target=ast.Subscript(), op=ast.Mult() | ast.Div(), value=ast.Constant()):
            return False
        case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=name)), op=op, value=value):
            return not isinstance(op, ast.Add | ast.Sub) or _names(value, name)
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value):
            return _names(value, name)
    return False


def _names(value: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(value))


def _is_part(broken: Broken, node: ast.AST) -> bool:
    """Whether a change is of a position, and not of what a mask or a list of positions chooses."""
    match node:
        case (
            ast.AugAssign(target=ast.Subscript(slice=index))
            | ast.Assign(targets=[ast.Subscript(slice=index)])
        ):
            counted = {name for each in broken.nodes if (name := counted_by(each))}
            names = {each.id for each in ast.walk(index) if isinstance(each, ast.Name)}
            return names <= counted and all(isinstance(e, _POSITIONS) for e in ast.walk(index))
    return False


def _not_recorded(broken: Broken) -> str:
    nodes = broken.nodes
    frozen = _FROZEN if any(map(_freezes, nodes)) else ""
    return _NOT_RECORDED + frozen + next(_replaced(nodes), "")


def _losses(broken: Broken) -> set[str]:
    return {loss for loss, _ in _calls_of(broken, "backward")}


def _calls_of(broken: Broken, method: str) -> Iterator[tuple[str, int]]:
    """What the code calls a method of, as it is written, and on which line."""
    for node in broken.nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name == method:
                yield ast.unparse(owner), node.lineno


def _goes_through_losses(broken: Broken) -> bool:
    """Whether the line calls backward() of what a loop around it takes one by one."""
    losses = _losses(broken)
    return any(
        isinstance(node, ast.For) and broken.is_in(node) and ast.unparse(node.target) in losses
        for node in broken.nodes
    )


def _is_repeated(broken: Broken) -> bool:
    """Whether the line may run several times: in a loop, or in a function beside one."""
    around = [node for node in broken.nodes if isinstance(node, _LOOPS + _FUNCTIONS)]
    return any(map(broken.is_in, around)) and any(isinstance(node, _LOOPS) for node in around)


def _steps(broken: Broken) -> bool:
    """Whether an optimizer's step may have come before: it stands above, or in a loop."""
    return any(
        not _NO_OPTIMIZER.search(owner)
        and (line <= (broken.error.line or 0) or _is_repeated(broken))
        for owner, line in _calls_of(broken, "step")
    )


def _changes_in_place(node: ast.AST, counters: set[str]) -> bool:
    match node:
        case ast.AugAssign(target=target, value=ast.Constant()):
            return not (isinstance(target, ast.Name) and target.id in counters)
        case ast.AugAssign(value=value):
            return ".item()" not in ast.unparse(value)
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name.endswith("_"):
            is_start = ast.unparse(owner).endswith("init")
            return not (name.startswith("__") or is_start or _HARMLESS.fullmatch(name))
        case (
            ast.Subscript(ctx=ast.Store())
            | ast.keyword(arg="inplace" | "out")
            | ast.Attribute(attr="data")
        ):
            return True
        case ast.Call():
            return _is_layer_in_place(node)
    return False


def _is_layer_in_place(call: ast.Call) -> bool:
    """Whether it is as `nn.ReLU(True)`."""
    is_true = any(isinstance(each, ast.Constant) and each.value is True for each in call.args)
    return is_true and _LAYERS.fullmatch(called(call)) is not None


def _freezes(node: ast.AST) -> bool:
    match node:
        case (
            ast.Assign(
                targets=[ast.Attribute(attr="requires_grad")], value=ast.Constant(value=False)
            )
            | ast.Call(func=ast.Attribute(attr="requires_grad_"), args=[ast.Constant(value=False)])
        ):
            return True
    return False


def _replaced(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """What to do instead of a `w = w - …` under no_grad."""
    for node in _without_gradients(nodes):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.BinOp(left=ast.Name(id=left), op=ast.Add() | ast.Sub() as step) as value,
            ) if name == left and f"{name}.grad" in ast.unparse(value):
                sign = "+" if isinstance(step, ast.Add) else "-"
                yield _REPLACED.format(name=name, sign=sign)


def _without_gradients(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """All that stands under no_grad."""
    held = [node for node in nodes if isinstance(node, ast.With) and _is_no_grad(node)]
    return (inner for each in held for inner in ast.walk(each))


def _is_no_grad(node: ast.With) -> bool:
    return any("no_grad" in ast.unparse(item.context_expr) for item in node.items)


_IN_PLACE: Final = (
    r"one of the variables needed for gradient computation has been modified by an "
    r"inplace operation: \[[\w.]+ \[(?P<shape>[\d, ]*)\]\]"
)
GRADIENTS: Final[Table] = {
    "RuntimeError": {
        "Trying to backward through the graph a second time": _used_up,
        _IN_PLACE: _changed,
        r"element \d+ of tensors does not require grad and does not have a grad_fn": _not_recorded,
    },
}
