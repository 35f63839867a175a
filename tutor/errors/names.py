"""Names that are right elsewhere: what they are called here, and where they lie."""

import ast
from collections.abc import Mapping
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.pages.curriculum import shipped
from tutor.errors.code_around import Failure, bound, called, root
from tutor.errors.fixes import Read, Reader
from tutor.errors.rules import FOLDER, NAMES, load
from tutor.errors.slots import Slots

_HOMES: Final = {"np": "numpy", "numpy": "numpy", "torch": "torch", "F": "torch", "nn": "torch"}


class Keywords(BaseModel):
    """What functions call arguments that are named otherwise elsewhere; `home` is their library."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: str = ""
    of: tuple[str, ...]
    called: Mapping[str, str]


class Names(BaseModel):
    """What `names.yaml` holds; its comments say what each part is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    attributes: Mapping[str, Mapping[str, str]]
    keywords: tuple[Keywords, ...]
    imports: Mapping[str, tuple[str, ...]]
    standard: tuple[str, ...]
    modules: Mapping[str, str]


@cache
def names() -> Names:
    """Those that came with this installation."""
    return Names.model_validate(load(shipped() / FOLDER / NAMES))


def _called_here(failure: Failure, slots: Slots) -> Read:
    """What an attribute is called that another library has."""
    owner, name = slots["module"] or slots["kind"], slots["name"]
    known = names().attributes
    # A layer, or a class of the learner's own made from one.
    made = failure.classes.get(owner)
    is_own = (
        any("Module" in ast.unparse(each) for each in made.bases)
        if made
        else (f"nn.{owner}(" in failure.code)
    )
    meant = known.get(owner, {}).get(name) or (known["Module"].get(name) if is_own else None)
    is_misspelt = "Did you mean" in failure.error.message or failure.defines(name)
    return {"owner": owner, "here": meant} if meant and not is_misspelt else None


def _keyword(failure: Failure, slots: Slots) -> Read:
    """What a function calls an argument that is named otherwise elsewhere."""
    match failure.tree:
        case ast.Call(func=made, keywords=named) as call if not failure.defines(called(call)):
            function, wrong = called(call), slots.get("name", "")
        case _:
            return None
    home = _HOMES.get(root(made), "numpy" if slots.get("function", "").startswith("_") else "")
    tables = [each for each in names().keywords if function in each.of and each.home in ("", home)]
    known = {wrong: right for each in tables for wrong, right in each.called.items()}
    written = [each.arg for each in named if each.arg in known and wrong in ("", each.arg)]
    return (
        {"called": function, "wrong": written[0], "other": known[written[0]]} if written else None
    )


def _lies_in(failure: Failure, slots: Slots) -> Read:
    """The line that brings along a name nothing gave a value to."""
    name = slots["name"]
    if not failure.is_readable or name in bound(failure.nodes):
        return None
    is_module = any(
        isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id == name
        for each in failure.nodes
    )
    if is_module and name in names().standard:
        return {"line": f"import {name}"}
    home = next((home for home, those in names().imports.items() if name in those), None)
    return {"line": f"from {home} import {name}"} if home else None


def _module_meant(_failure: Failure, slots: Slots) -> Read:
    """What is nearly the name of a module, or the name of something in one."""
    name = slots["name"]
    if line := names().modules.get(name):
        return {"line": line}
    owner, _, last = name.rpartition(".")
    home = next((home for home, those in names().imports.items() if last in those), "")
    if owner and home.startswith(owner):
        return {"line": f"from {home} import {last}"}
    is_class = owner.startswith("torch") and last[:1].isupper() and len(last) > 1
    return {"line": f"from {owner} import {last}"} if is_class else None


READERS: Final[Mapping[str, Reader]] = {
    "called_here": _called_here,
    "keyword": _keyword,
    "lies_in": _lies_in,
    "module_meant": _module_meant,
}
