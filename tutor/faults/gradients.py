"""Mistakes with gradients: none comes about, or those of all rounds add up. Pure."""

import ast
import re
from typing import Final

from knowledge.example import Section
from tutor.advice.around import called
from tutor.faults.code import OPTIMISERS, Code, is_within, place, told
from tutor.faults.fault import Fault

_OPTIMISER: Final = re.compile(
    r"(self\.)?(\w*opt(im(i[sz]er)?)?(_?\w{1,2})?|sgd|adamw?)", re.IGNORECASE
)


def number_backward(code: Code) -> Fault | None:
    for _, of in code.methods("backward"):
        match code.value(of):
            case ast.Call(func=ast.Attribute(attr="item"), args=[]):
                name = ast.unparse(of) if isinstance(of, ast.Name) else "That"
                return Fault(
                    f"{name} is a plain number after .item(), and that has no backward(): call "
                    "backward() on the loss itself, and .item() only to print it.",
                    *("backward-method", Section.MORE),
                )
    return None


def unrecorded_backward(code: Code) -> Fault | None:
    if code.attributes & {"enable_grad", "requires_grad_", "set_grad_enabled", "requires_grad"}:
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
    backward = [place(each) for each, _ in code.methods("backward")]
    for call, of in code.methods("zero_"):
        match of:
            case ast.Attribute(value=ast.Name(id=name) as tensor, attr="grad"):
                given = code.given(tensor)
            case _:
                continue
        if given is None or any(place(given) < each < place(call) for each in backward):
            continue
        if isinstance(given.value, ast.BinOp) and _mentions_grad(given.value, name):
            return Fault(
                f"{told(given)} makes a new tensor, and the .grad of that is None. Change {name} "
                f"in place instead, under torch.no_grad(), as in {name} -= lr * {name}.grad.",
                *("what-is-sgd", Section.PITFALL),
            )
    return None


def _mentions_grad(value: ast.expr, name: str) -> bool:
    return f"{name}.grad" in {
        ast.unparse(each) for each in ast.walk(value) if isinstance(each, ast.Attribute)
    }


def gradients_add_up(code: Code) -> Fault | None:
    if code.attributes & {"zero_grad", "zero_"} or code.defines("step", "backward"):
        return None
    if any(map(_sets_grad, code.nodes)):
        return None
    for loop in (each for each in code.nodes if isinstance(each, ast.For | ast.While)):
        steps = [of for call, of in code.methods("step") if is_within(call, loop)]
        optimiser = next((each for each in steps if _is_optimiser(code, each)), None)
        is_trained = any(is_within(call, loop) for call, _ in code.methods("backward"))
        if optimiser is not None and is_trained:
            return Fault(
                f"This loop never calls {ast.unparse(optimiser)}.zero_grad(), so the gradients of "
                "all rounds add up, and each step goes by their sum.",
                "zero-grad",
            )
    return None


def _sets_grad(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=[ast.Attribute(attr="grad"), *_]):
            return True
        case ast.Delete(targets=[ast.Attribute(attr="grad"), *_]):
            return True
    return False


def _is_optimiser(code: Code, node: ast.expr) -> bool:
    made = code.value(node)
    if isinstance(made, ast.Call):
        return bool(OPTIMISERS.fullmatch(called(made)))
    return bool(_OPTIMISER.fullmatch(ast.unparse(node)))
