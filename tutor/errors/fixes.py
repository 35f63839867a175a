"""What a shape of code can't say: the corrected line, worked out from what its parts held.

Each reads more from the code around an error for the rule that asks for it, and gives what fills
the rule's sentence; None where the rule does not fit.
"""

import ast
import math
import re
from collections.abc import Callable, Mapping
from typing import Final, TypeGuard

from tutor.errors.code_around import Failure, called, is_stored, methods, names_in
from tutor.errors.slots import Slots

Read = Mapping[str, str] | None
Reader = Callable[[Failure, Slots], Read]

_OF_FLOATS: Final = re.compile(
    r"(conv\dd|dropout|layer_norm|linear|log_softmax|mean|softmax|std|var)\("
)
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_FORM: Final = re.compile(r"^ \* \((?P<arguments>[^\n]*)\)$", re.MULTILINE)
_MOST_FORMS: Final = 3


def _stretched(_: Failure, slots: Slots) -> Read:
    """One number for each row, as in `a + b[:, None]`."""
    a, b = slots["A"], slots["B"]
    if a.shape is None or b.shape is None:
        return None
    op = slots["op"]
    if a.axes > 1 and b.axes == 1 and a.shape[-2] == b.shape[0]:
        return {"fix": f"{a} {op} {b.atom}[:, None]", "short": b, "long": a}
    if b.axes > 1 and a.axes == 1 and b.shape[-2] == a.shape[0]:
        return {"fix": f"{a.atom}[:, None] {op} {b}", "short": a, "long": b}
    return None


def _transposed(_: Failure, slots: Slots) -> Read:
    """A matrix that is to be turned for a product; either, where both would do."""
    a, b = slots["A"], slots["B"]
    if a.shape is None or b.shape is None or a.axes != 2 or b.axes not in (1, 2):
        return None
    (rows, columns), first = a.shape, b.shape[0]
    fits: list[tuple[str, tuple[int, ...]]] = []
    if b.axes == 2 and columns == b.last:
        fits.append((f"{a.atom} @ {b.atom}.T", (rows, first)))
    if rows == first:
        fits.append((f"{a.atom}.T @ {b.atom}", (columns, *b.shape[1:])))
    if not fits:
        return None
    told = " or ".join(f"{fix}, which gives {shape}" for fix, shape in fits)
    return {"fix": fits[0][0], "told": told}


def _flat(failure: Failure, slots: Slots) -> Read:
    """A layer that wanted all axes but the batch in one, as the numbers of an operand say."""
    wanted, x, layer = int(slots["wanted"]), slots["X"], slots["layer"]
    if layer.rpartition(".")[2] in ("mm", "matmul") or wanted == 1:
        return None
    given = int(slots["rows"]) * int(slots["columns"])
    shapes = [x.shape] if x.shape else []
    # What reaches the layer may have been made on the way, from the only operand that has so many.
    shapes += [each.shape for each in failure.error.operands if x.shape is None]
    for shape in shapes:
        if len(shape) > 2 and math.prod(shape[1:]) == wanted and math.prod(shape) == given:
            sizes = "·".join(map(str, shape[1:]))
            return {
                "which": "but the first ",
                "sizes": sizes,
                "fix": f"{layer}({x.atom}.flatten(1))",
            }
        if len(shape) > 1 and math.prod(shape) == wanted == given and shape[-1] > 1:
            sizes = "·".join(map(str, shape))
            return {"which": "", "sizes": sizes, "fix": f"{layer}({x.atom}.flatten())"}
    return None


def _one_list(failure: Failure, _: Slots) -> Read:
    """The one list of numbers where a tensor is taken, in a call or beside a sign."""
    match failure.tree:
        case ast.BinOp(left=left, right=right):
            given = [left, right]
        case ast.Attribute(value=owner):
            given = [owner]
        case ast.Call(args=args, keywords=named):
            given = [*args, *(each.value for each in named)]
        case _:
            return None
    held = [(each, _numbers(failure, each)) for each in given]
    lists = [(node, numbers) for node, numbers in held if numbers]
    if len(lists) != 1:
        return None
    node, numbers = lists[0]
    written = failure.source(node)
    takes_floats = _OF_FLOATS.search(f"{failure.error.message} {failure.text}") or isinstance(
        getattr(failure.tree, "op", None), ast.MatMult
    )
    is_whole = not any(isinstance(each, float) for each in numbers)
    dtype = ", dtype=torch.float32" if takes_floats and is_whole else ""
    made = f"torch.tensor({written}{dtype})"
    return {"list": written, "made": made, "fix": failure.text.replace(written, made, 1)}


def _numbers(failure: Failure, node: ast.expr) -> list[float]:
    """What a list holds that is written out, or given by a name: numbers, or rows of them."""
    value = failure.given(node)
    if not isinstance(value, ast.List) or any(_fills(each, node) for each in failure.nodes):
        return []
    inner = [
        each for each in ast.walk(value) if isinstance(each, ast.Constant | ast.Name | ast.Call)
    ]
    numbers = [each.value for each in inner if isinstance(each, ast.Constant)]
    are_plain = len(numbers) == len(inner) and all(isinstance(n, int | float) for n in numbers)
    return [number for number in numbers if isinstance(number, int | float)] if are_plain else []


def _fills(node: ast.AST, row: ast.expr) -> bool:
    """Whether it puts something into a list that need be no number."""
    match node, row:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)), ast.Name(id=held):
            return owner == held and name in ("append", "extend", "insert")
    return False


def _forms(_: Failure, slots: Slots) -> Read:
    """Names in place of the types of C++, of which a message would show but the beginning."""
    given = set(re.findall(r"(\w+)=", slots["given"]))
    forms = [_names(each["arguments"], given) for each in _FORM.finditer(slots["forms"])]
    told = list(dict.fromkeys(form for form in forms if form))
    others = " or others" if len(told) > _MOST_FORMS else ""
    takes = " or ".join(told[:_MOST_FORMS]) + others
    # Torch writes a comma after names, too.
    return {"takes": takes, "said": slots["said"].replace(", )", ")")} if told else None


def _names(form: str, given: set[str]) -> str:
    """Without types and defaults; of what can be given by name alone, what was given."""
    before, _, after = form.partition("*,")
    by_name = [name for name in _arguments(after) if name in given]
    names = [*_arguments(before.rstrip(", ")), *by_name]
    return f"({', '.join(names)})" if names and all(map(str.isidentifier, names)) else ""


def _arguments(form: str) -> list[str]:
    return [part.partition(" = ")[0].split()[-1] for part in form.split(", ") if part.strip()]


def _without_return(failure: Failure, _: Slots) -> Read:
    """Where a None came from: a function of the learner's own that gives nothing back."""
    taken_apart = [each.value for each in failure.nodes if _is_taken_apart(each, failure)]
    for node in (*ast.walk(failure.tree), *taken_apart):
        match failure.given(node):
            case ast.Call(func=made):
                if name := _gives_nothing(failure, made):
                    return {"name": name}
    return None


def _is_taken_apart(node: ast.AST, failure: Failure) -> TypeGuard[ast.Assign]:
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Tuple)
        and isinstance(failure.tree, ast.Tuple)
        and failure.is_on(node)
    )


def _gives_nothing(failure: Failure, made: ast.expr) -> str:
    """The name of what is called, where all that the code has of that name returns nothing."""
    model = failure.given(made)
    name = called(model) if isinstance(model, ast.Call) else getattr(made, "id", "")
    of_class = failure.classes.get(name)
    found = [each for each in failure.functions if each.name == name]
    found += [each for each in methods(of_class) if each.name == "forward"] if of_class else []
    if len(found) != 1 or found[0].decorator_list or any(is_stored(e, name) for e in failure.nodes):
        return ""
    return "" if _returns(found[0]) else found[0].name


def _returns(function: ast.FunctionDef) -> bool:
    """Whether it gives any value at all; what stands in functions inside of it is theirs."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.Return) and node.value is not None:
            return True
        if not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)
    return False


def _belongs_to_self(failure: Failure, slots: Slots) -> Read:
    """A name that the methods around give to `self`, and that comes from nowhere else."""
    name = slots["name"]
    for made in failure.classes.values():
        is_in_method = any(
            failure.is_in(each) and any(arg.arg == "self" for arg in each.args.args)
            for each in methods(made)
        )
        given = [
            each
            for each in ast.walk(made)
            if isinstance(each, ast.Assign) and any(is_stored(t, name) for t in each.targets)
        ]
        if is_in_method and any(name not in names_in(each.value) for each in given):
            return {}
    return None


def _two_losses(failure: Failure, _: Slots) -> Read:
    losses = {
        ast.unparse(each.func.value)
        for each in failure.nodes
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "backward"
    }
    return {} if len(losses) > 1 else None


READERS: Final[Mapping[str, Reader]] = {
    "stretched": _stretched,
    "transposed": _transposed,
    "flat": _flat,
    "one_list": _one_list,
    "forms": _forms,
    "without_return": _without_return,
    "belongs_to_self": _belongs_to_self,
    "two_losses": _two_losses,
}
