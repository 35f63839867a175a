"""Words for a module that was written or called in another way than torch wants."""

import ast
import difflib
import re
from typing import Final

from tutor.advice.around import Broken, class_of, methods
from tutor.advice.classes import UNDERSCORES, class_named, has_forward, misspelt_init
from tutor.advice.table import Table

_INIT_FIRST: Final = "Call super().__init__() first of all in __init__."
_NO_LAYERS: Final = (
    "A plain list hides its layers from parameters(): put them into nn.ModuleList([…])."
)
_NO_PARAMETERS: Final = (
    "A plain list hides what it holds from parameters(): put it into nn.ParameterList([…])."
)
_HELD: Final = re.compile(r"\bnn\.(?P<what>[A-Z]\w*)\(")


def _before_init(broken: Broken) -> str:
    if any(map(_is_left_uncalled, broken.nodes)):
        return "super().__init__ lacks its brackets: write super().__init__()."
    return "" if "dataclass" in broken.code else _INIT_FIRST


def _is_left_uncalled(node: ast.AST) -> bool:
    match node:
        case ast.Expr(
            value=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")
        ):
            return True
    return False


def _empty(broken: Broken) -> str:
    """Layers in a plain list, or in an `_init_` that nobody calls."""
    if misspelt := next(filter(None, map(misspelt_init, broken.classes)), ""):
        return UNDERSCORES.format(name=misspelt)
    if _may_be_used_up(broken):
        return ""
    return next(filter(None, map(_hidden_by_a_list, broken.nodes)), "")


def _may_be_used_up(broken: Broken) -> bool:
    """Whether the parameters stand elsewhere, too: what was gone through before is empty."""
    match broken.tree:
        case ast.Call(args=[ast.Name(id=given), *_]):
            named = (node for node in broken.nodes if isinstance(node, ast.Name))
            loads = [node for node in named if node.id == given and isinstance(node.ctx, ast.Load)]
            return len(loads) > 1
    return False


def _hidden_by_a_list(node: ast.AST) -> str:
    match node:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(id="self"))],
            value=ast.List() | ast.ListComp() as made,
        ) if held := _HELD.search(ast.unparse(made)):
            return _NO_PARAMETERS if held["what"] == "Parameter" else _NO_LAYERS
    return ""


def _no_forward(broken: Broken) -> str:
    name = broken.found["name"]
    if name in ("ModuleList", "ModuleDict"):
        return f"A {name} only holds its modules: call each in a loop, or use nn.Sequential."
    made = class_named(broken, name)
    if made is None:
        return ""
    # Others that look alike, as reward, are meant otherwise.
    functions = [each.name for each in methods(made)]
    own = [each for each in functions if each.lstrip("_")[:1].lower() == "f"]
    if near := difflib.get_close_matches("forward", [each.lower() for each in own], 1):
        written = next(each for each in own if each.lower() == near[0])
        return f"{name} has no forward, but {written}: it is to be called forward."
    inner = [each for function in methods(made) for each in ast.walk(function)]
    if any(isinstance(each, ast.FunctionDef) and each.name == "forward" for each in inner):
        return f"forward stands inside of another method of {name}: give both the same indentation."
    return ""


def _no_module(broken: Broken) -> str:
    kind = broken.found["kind"]
    made = broken.tree
    if kind == "list":
        is_sequential = isinstance(made, ast.Call) and "Sequential" in ast.unparse(made.func)
        return (
            "nn.Sequential takes its layers one by one: put a * before the list, "
            "nn.Sequential(*layers)."
            if is_sequential
            else ""
        )
    if kind.startswith("torch.nn.modules."):
        layer = kind.rpartition(".")[2]
        return f"nn.{layer} is a class: its brackets are missing, nn.{layer}(…)."
    if kind.startswith("torch.nn.functional."):
        return f"{kind.rpartition('.')[2]} is a function: take the layer, as nn.ReLU() for F.relu."
    return ""


def _local(broken: Broken) -> str:
    """A layer that `__init__` kept to itself, as by `fc = nn.Linear(2, 3)`."""
    made, name = class_named(broken, broken.found["owner"]), broken.found["name"]
    inits = (each for each in (methods(made) if made else ()) if each.name == "__init__")
    stated = [each for init in inits for each in init.body]
    if made is None or not any(_gives(each, name) for each in stated) or _has(made, name):
        return ""
    return (
        f"{broken.error.message}. In __init__, {name} = … makes a name of that function alone: "
        f"write self.{name} = …."
    )


def _gives(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=given)], value=ast.Call()):
            return given == name
    return False


def _has(made: ast.ClassDef, name: str) -> bool:
    """Whether a class gives its objects an attribute of that name anywhere."""
    stored = (each for each in ast.walk(made) if isinstance(each, ast.Attribute))
    return any(each.attr == name and isinstance(each.ctx, ast.Store) for each in stored)


def _one_state(broken: Broken) -> str:
    """A tensor in the place of the two that an LSTM keeps."""
    match broken.tree:
        case (
            ast.Call(func=made, args=[_, state], keywords=[])
            | ast.Call(func=made, args=[_], keywords=[ast.keyword(arg="hx", value=state)])
        ) if class_of(broken, made) == "LSTM":
            written = broken.part(state)
            if any(each.expression == written for each in broken.error.operands):
                return (
                    f"An LSTM's state is a pair of tensors, (h, c), and {written} is one tensor "
                    "alone."
                )
    return ""


def _layer_at(broken: Broken) -> str:
    match broken.tree:
        case ast.Subscript(value=ast.Name() | ast.Attribute() as layers):
            return (
                f"{broken.error.message}: positions count from 0, and len({broken.part(layers)}) "
                "says how many there are."
            )
    return ""


def _not_indexed(broken: Broken) -> str:
    """`model[x]` of what is to be called."""
    name = broken.found["name"]
    match broken.tree:
        case ast.Subscript(value=ast.Name() | ast.Attribute() as model, slice=given):
            made, held = broken.part(model), {each.expression for each in broken.error.operands}
            own = class_named(broken, name)
            is_layer = has_forward(own) if own else class_of(broken, model) == name
            if is_layer and broken.part(given) in held:
                return f"A layer is called, with round brackets: {made}({broken.part(given)})."
    return ""


MODULES: Final[Table] = {
    "AttributeError": {
        r"cannot assign (module|parameter|parameters) before Module\.__init__\(\) call": (
            _before_init
        ),
        r"'(?P<owner>\w+)' object has no attribute '(?P<name>\w+)'$": _local,
    },
    "IndexError": {
        r"index -?\d+ is out of range$": _layer_at,
        "index 1 is out of bounds for dimension 0 with size 1$": _one_state,
    },
    "RuntimeError": {
        r"For (un)?batched \d-D input, hx and cx should also be \d-D but got ": _one_state,
    },
    "TypeError": {
        r"descriptor '__init__' .*'super' object (needs|but)": (
            "super is to be called, too: super().__init__()."
        ),
        r"(?P<kind>[\w.]+) is not a Module subclass$": _no_module,
        r"'(?P<name>\w+)' object is not subscriptable$": _not_indexed,
    },
    "ValueError": {
        "optimizer got an empty parameter list$": _empty,
    },
    "NotImplementedError": {
        r'Module \[(?P<name>\w+)\] is missing the required "forward" function': _no_forward,
    },
}
