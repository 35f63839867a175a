"""Words for a module that was written or called in another way than torch wants."""

import ast
import difflib
import re
from typing import Final

from tutor.advice.around import Broken, class_of, methods
from tutor.advice.table import Table

_INIT_FIRST: Final = "Call super().__init__() first of all in __init__."
_NO_LAYERS: Final = (
    "A plain list hides its layers from parameters(): put them into nn.ModuleList([…])."
)
_NO_PARAMETERS: Final = (
    "A plain list hides what it holds from parameters(): put it into nn.ParameterList([…])."
)
_HELD: Final = re.compile(r"\bnn\.(?P<what>[A-Z]\w*)\(")
_UNDERSCORES: Final = "{name} is to be __init__, with two underscores before and after it."
_INITS: Final = re.compile(r"_{1,2}(init|int)_{1,2}")


def _before_init(broken: Broken) -> str:
    return "" if "dataclass" in broken.code else _INIT_FIRST


def _empty(broken: Broken) -> str:
    """Layers in a plain list, or in an `_init_` that nobody calls."""
    if misspelt := next(filter(None, map(_misspelt_init, broken.classes)), ""):
        return _UNDERSCORES.format(name=misspelt)
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
    made = _class(broken, name)
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


def _too_many(broken: Broken) -> str:
    """A method without `self`, an `_init_`, or a class in the place of what it makes."""
    name, method = broken.found["name"], broken.found["method"]
    made = _class(broken, name)
    if made is None:
        return ""
    if method == "__init__":
        return _not_made(broken, made)
    written = next((each for each in methods(made) if each.name == method), None)
    if written is None or written.decorator_list or _takes_self(written):
        return ""
    if _is_of_class(broken, name):
        return ""
    if len(written.args.args) > 1 and not _speaks_of_self(written):
        # Its first argument may be the object itself, under another name.
        return ""
    names = ", ".join(["self", *(each.arg for each in written.args.args)])
    return f"{method} gets the object itself first: def {method}({names})."


def _is_of_class(broken: Broken, name: str) -> bool:
    """Whether it is called as `Net.f(2)`, which hands no object over."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
            return owner == name
    return False


def _speaks_of_self(method: ast.FunctionDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "self" for each in ast.walk(method))


def _takes_self(method: ast.FunctionDef) -> bool:
    return bool(method.args.args) and method.args.args[0].arg in ("self", "cls")


def _not_made(broken: Broken, made: ast.ClassDef) -> str:
    if misspelt := _misspelt_init(made):
        return _UNDERSCORES.format(name=misspelt)
    match broken.tree:
        case ast.Call(func=ast.Name(id=called), args=args) if _has_forward(made):
            pass
        case _:
            return ""
    held = {each.expression for each in broken.error.operands}
    settings = [broken.part(each) for each in args if broken.part(each) not in held]
    if called == made.name and len(settings) < len(args):
        # What goes through it may be None or a number, too.
        settings = settings[: _settings_of(made)]
        return (
            f"{made.name}(…) makes a model, and is to be called without what goes through it: "
            f"model = {made.name}({', '.join(settings)}), then model(…)."
        )
    if _is_named(broken, called, made.name):
        return (
            f"{called} is the class {made.name} itself: make a model of it first, "
            f"{called} = {made.name}()."
        )
    return ""


def _settings_of(made: ast.ClassDef) -> int:
    inits = (each for each in methods(made) if each.name == "__init__")
    return max((len([*each.args.posonlyargs, *each.args.args][1:]) for each in inits), default=0)


def _has_forward(made: ast.ClassDef) -> bool:
    return any(each.name == "forward" for each in methods(made))


def _is_named(broken: Broken, name: str, of: str) -> bool:
    """Whether the code has `name = of`."""
    for node in broken.nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=given)], value=ast.Name(id=value)):
                if (given, value) == (name, of):
                    return True
    return False


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
    made, name = _class(broken, broken.found["owner"]), broken.found["name"]
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


def _loader(broken: Broken) -> str:
    if _class(broken, "DataLoader"):
        return ""
    match broken.tree:
        case ast.Call(func=ast.Name(id="next"), args=[given]):
            return f"A DataLoader is to be iterated: next(iter({broken.part(given)}))."
    return ""


def _next_of(broken: Broken) -> str:
    match broken.tree:
        case ast.Attribute(value=owner):
            return f"Its next is Python's function: next({broken.part(owner)})."
    return ""


def _by_position(broken: Broken) -> str:
    if _class(broken, "DataLoader"):
        return ""
    return (
        "A DataLoader has no positions: next(iter(loader)) gives its first batch, and "
        "loader.dataset[0] the first of its data."
    )


def _class(broken: Broken, name: str) -> ast.ClassDef | None:
    return next((each for each in broken.classes if each.name == name), None)


def _misspelt_init(made: ast.ClassDef) -> str:
    names = [each.name for each in methods(made)]
    if "__init__" in names:
        return ""
    return next((each for each in names if _INITS.fullmatch(each)), "")


MODULES: Final[Table] = {
    "AttributeError": {
        r"cannot assign (module|parameter|parameters) before Module\.__init__\(\) call": (
            _before_init
        ),
        r"'_\w+DataLoaderIter' object has no attribute 'next'": _next_of,
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
        (
            r"(?:[\w.<>]+\.)?(?P<name>\w+)\.(?P<method>\w+)\(\) takes \d+ positional arguments? "
            r"but \d+ (was|were) given$"
        ): _too_many,
        r"(?P<kind>[\w.]+) is not a Module subclass$": _no_module,
        "'DataLoader' object is not an iterator$": _loader,
        "'DataLoader' object is not subscriptable$": _by_position,
    },
    "ValueError": {
        "optimizer got an empty parameter list$": _empty,
    },
    "NotImplementedError": {
        r'Module \[(?P<name>\w+)\] is missing the required "forward" function': _no_forward,
    },
}
