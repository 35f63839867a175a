"""The maps that a newcomer begins with name what there is."""

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import TypeGuard

import pytest

import bot
import localgram
import progress
import sandbox
import tutor
from bot import handlers, render
from knowledge import curation, importing, matching
from progress.events import Event
from progress.turn import Turn
from sandbox import paste, worker
from sandbox.worker import forks, names, operands, patches
from tutor import advice, picture

WORDS = re.compile(r"\w+")
TOP = Path(bot.__path__[0]).parent
ASIDE = re.compile(r"\([^)]*\)")
GROUPS = "The modules by what they are for:"
MAPPED = [
    *(bot, importing, matching, sandbox, paste, worker, forks, names, operands, patches),
    *(localgram, progress, tutor, advice, picture, handlers, render, curation),
]
GROUPED = [
    *(bot, localgram, matching, progress, sandbox, tutor, advice, picture),
    *(handlers, render, curation),
]


def _modules(folder: str) -> set[str]:
    """Those of packages within stand in their own maps."""
    found = Path(folder).glob("[!_]*")
    return {path.stem for path in found if path.suffix == ".py" or (path / "__init__.py").exists()}


def _groups(package: ModuleType) -> str:
    text = package.__doc__ or ""
    return text.partition(GROUPS)[2] or text


def _named(groups: str) -> list[str]:
    """The words behind each line's heading, without what is said of a module in parentheses."""
    lines = ASIDE.sub("", groups).split("\n- ")[1:]
    words = [word for line in lines for word in WORDS.findall(line.partition(":")[2])]
    return [word for word in words if word != "and"]


@pytest.mark.parametrize("package", MAPPED, ids=lambda package: package.__name__)
def test_the_map_of_a_package_names_every_module(package: ModuleType) -> None:
    folder = package.__path__[0]
    named = set(WORDS.findall(_groups(package)))
    # A package within may stand where the way through them all is told.
    told = {path.parent.name for path in Path(folder).glob("*/__init__.py")}
    named |= told & set(WORDS.findall(package.__doc__ or ""))

    assert sorted(_modules(folder) - named) == []


@pytest.mark.parametrize("package", GROUPED, ids=lambda package: package.__name__)
def test_a_module_stands_in_one_group(package: ModuleType) -> None:
    named = _named(_groups(package))

    known = _modules(package.__path__[0])
    assert sorted(name for name in named if name in known and named.count(name) > 1) == []
    assert sorted(set(named) - known) == []


@pytest.mark.parametrize("package", MAPPED, ids=lambda package: package.__name__)
def test_what_the_maps_name_in_code_is_there(package: ModuleType) -> None:
    # A file in another package, by its path from the top.
    paths = re.findall(r"`(\w+/[\w/]+\.py)`", package.__doc__ or "")
    named = re.findall(r"`([a-z]\w*)(?!\w|/)(?:\.(\w+))?", package.__doc__ or "")
    modules = _modules(package.__path__[0]) | {"sandbox", "tutor", "bot"}

    assert [path for path in paths if not (TOP / path).exists()] == []

    assert [name for name, _ in named if name not in modules] == []
    for name, attribute in named:
        if name != "sandbox" and attribute:
            text = Path(package.__path__[0], f"{name}.py").read_text("utf-8")
            assert re.search(rf"\b(def|class) {attribute}\b", text), f"{name}.{attribute}"


def test_every_fact_that_an_event_may_hold_is_listed() -> None:
    """One module writes it by a keyword, another reads it by a string: nothing else joins them."""
    known = set(inspect.signature(Turn.record).parameters)
    sources = [path.read_text("utf-8") for path in Path(tutor.__path__[0]).glob("*.py")]
    calls = [node for text in sources for node in ast.walk(ast.parse(text)) if _records(node)]
    recorded = {keyword.arg for call in calls for keyword in call.keywords if keyword.arg}

    _, *listed = re.findall(r"^ {8}(\w+)  ", Event.__doc__ or "", re.MULTILINE)
    assert sorted(recorded - known - set(listed)) == []
    assert [name for name in listed if not re.search(rf"\b{name}\b", "".join(sources))] == []


def _records(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "turn.record"
