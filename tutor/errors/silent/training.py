"""Mistakes with models, optimisers and losses, and with how right a model is. Pure."""

import ast
from typing import Final

from knowledge.pages.entry import Section
from tutor.errors.code_around import called, root
from tutor.errors.silent.code import Code, Fault, told

_ARRAYS: Final = frozenset(
    "np numpy pd pandas df jax jnp sklearn scipy tf tensorflow cp cupy pl polars".split()
)
_TO_ARRAYS: Final = frozenset({"numpy", "to_numpy", "values"})
_CROSS_ENTROPY: Final = frozenset({"F.cross_entropy", "nn.functional.cross_entropy"})
_CROSS_ENTROPY_LOSS: Final = frozenset({"CrossEntropyLoss", "nn.CrossEntropyLoss"})


def uncalled_parameters(code: Code) -> Fault | None:
    if code.defines("parameters"):
        return None
    for call in (each for each in code.calls if code.makes_optimiser(each)):
        match call.args or [each.value for each in call.keywords if each.arg == "params"]:
            case [ast.Attribute(attr="parameters") as given, *_]:
                of = ast.unparse(given)
                said = f"{of} is a method, and has to be called here: {of}()."
                return Fault(said, raises=True)
    return None


def renamed_parameter(code: Code) -> Fault | None:
    for loop in (each for each in code.nodes if isinstance(each, ast.For)):
        match loop:
            case ast.For(target=ast.Name(id=name), iter=ast.Call() as over, body=[*_, last]):
                if called(over) == "parameters" and _only_renames(last, name):
                    return Fault(
                        f"{told(last)} makes a new tensor and only moves the name {name} to "
                        "it, so the parameter stays as it was. Change it in place, under "
                        "torch.no_grad().",
                        "in-place-ops",
                    )
    return None


def _only_renames(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id=given)], value=ast.BinOp() as value):
            used = {each.id for each in ast.walk(value) if isinstance(each, ast.Name)}
            return given == name and name in used
    return False


def mean_of_truths(code: Code) -> Fault | None:
    if code.defines("mean") or not _is_all_torch(code):
        return None
    for call, of in code.methods("mean"):
        match [*([] if _is_torch(of) else [of]), *call.args]:
            case [ast.Compare() as compared] if not call.keywords:
                return Fault(
                    "In torch a comparison gives True and False, and mean() refuses those: turn "
                    f"them into numbers first, ({ast.unparse(compared)}).float().mean().",
                    *("mean-needs-float", Section.MORE),
                    raises=True,
                )
    return None


def _is_all_torch(code: Code) -> bool:
    """Whether torch is named, and nothing that has arrays, or columns, of its own."""
    return (
        "torch" in code.names | code.imported
        and _ARRAYS.isdisjoint(code.names | code.imported)
        and _TO_ARRAYS.isdisjoint(code.attributes)
    )


def _is_torch(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "torch"


def softmax_twice(code: Code) -> Fault | None:
    for call in code.calls:
        if call.args and _is_cross_entropy(code, call) and _is_softmax(code, call.args[0]):
            return Fault(
                "Cross-entropy takes the softmax itself, so here it is taken twice: the loss can't "
                "come near 0, and learning is slow. Give it the scores as they are.",
                "cross-entropy-input",
            )
    return None


def _is_cross_entropy(code: Code, call: ast.Call) -> bool:
    """Whether it is torch's; a function of the learner's own may well take probabilities."""
    if _is_of_torch(code, call.func, _CROSS_ENTROPY):
        return True
    made = code.value(call.func)
    return isinstance(made, ast.Call) and _is_of_torch(code, made.func, _CROSS_ENTROPY_LOSS)


def _is_of_torch(code: Code, func: ast.expr, names: frozenset[str]) -> bool:
    name = ast.unparse(func).removeprefix("torch.")
    return name in names and not code.is_own(root(func))


def _is_softmax(code: Code, node: ast.expr) -> bool:
    match code.value(node):
        case ast.Call(func=func) as call:
            if called(call) == "softmax":
                return not code.is_own(root(func))
            return _ends_in_softmax(code, code.value(func))
    return False


def _ends_in_softmax(code: Code, made: ast.expr) -> bool:
    """Whether a layer, or the last of several in a row, is a softmax."""
    match made:
        case ast.Call(func=func) if code.is_own(root(func)):
            return False
        case ast.Call(args=[*_, ast.Call() as last]) if called(made) == "Sequential":
            return called(last) == "Softmax" and not code.is_own(root(last.func))
        case ast.Call():
            return called(made) == "Softmax"
    return False
