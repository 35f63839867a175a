"""Words for a class in the place of what it makes, and for methods that leave out `self`."""

import ast
import re
from typing import Final

from tutor.advice.around import Broken, methods
from tutor.advice.table import Table

UNDERSCORES: Final = "{name} is to be __init__, with two underscores before and after it."
_INITS: Final = re.compile(r"_{1,2}(init|int)_{1,2}")


def _too_many(broken: Broken) -> str:
    """A method without `self`, an `_init_`, or a class in the place of what it makes."""
    name, method = broken.found["name"], broken.found["method"]
    made = class_named(broken, name)
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
    if misspelt := misspelt_init(made):
        return UNDERSCORES.format(name=misspelt)
    match broken.tree:
        case ast.Call(func=ast.Name(id=called), args=args) if has_forward(made):
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


def _is_named(broken: Broken, name: str, of: str) -> bool:
    """Whether the code has `name = of`."""
    for node in broken.nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=given)], value=ast.Name(id=value)):
                if (given, value) == (name, of):
                    return True
    return False


def _of_class(broken: Broken) -> str:
    """A method of the class itself, as by `model = Net` without brackets."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if (
            method == broken.found["method"]
        ):
            pass
        case _:
            return ""
    for made in broken.classes:
        first = [each.args.args[:2] for each in methods(made) if each.name == method]
        names = {each[-1].arg for each in first if each} | {"self"}
        if broken.found["first"] not in names or not has_forward(made):
            continue
        brackets = "(…)" if _settings_of(made) else "()"
        if name == made.name:
            return f"{name} is the class: make a model of it first, model = {name}{brackets}."
        if _is_named(broken, name, made.name):
            return f"{name} is the class {made.name} itself: write {name} = {made.name}{brackets}."
    return ""


def _settings_of(made: ast.ClassDef) -> int:
    inits = (each for each in methods(made) if each.name == "__init__")
    return max((len([*each.args.posonlyargs, *each.args.args][1:]) for each in inits), default=0)


def has_forward(made: ast.ClassDef) -> bool:
    return any(each.name == "forward" for each in methods(made))


def class_named(broken: Broken, name: str) -> ast.ClassDef | None:
    return next((each for each in broken.classes if each.name == name), None)


def misspelt_init(made: ast.ClassDef) -> str:
    names = [each.name for each in methods(made)]
    if "__init__" in names:
        return ""
    return next((each for each in names if _INITS.fullmatch(each)), "")


CLASSES: Final[Table] = {
    "TypeError": {
        (
            r"(?:[\w.<>]+\.)?(?P<name>\w+)\.(?P<method>\w+)\(\) takes \d+ positional arguments? "
            r"but \d+ (was|were) given$"
        ): _too_many,
        (
            r"\w+\.(?P<method>\w+)\(\) missing 1 required positional argument: '(?P<first>\w+)'$"
        ): _of_class,
    },
}
