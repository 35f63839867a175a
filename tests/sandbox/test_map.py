"""The maps that a newcomer begins with name what there is."""

import re
from pathlib import Path

import sandbox
from sandbox import worker

WORDS = re.compile(r"\w+")


def _modules(folder: str) -> set[str]:
    return {path.stem for path in Path(folder).glob("*.py")} - {"__init__"}


def test_the_map_of_the_worker_names_every_module() -> None:
    groups = (worker.__doc__ or "").partition("The modules by what they are for:")[2]

    assert sorted(_modules(worker.__path__[0]) - set(WORDS.findall(groups))) == []


def test_what_the_maps_name_in_code_is_there() -> None:
    for package in (sandbox, worker):
        named = re.findall(r"`([a-z]\w*)(?:\.(\w+))?", package.__doc__ or "")
        modules = _modules(package.__path__[0]) | {"sandbox"}

        assert [name for name, _ in named if name not in modules] == []
        for name, attribute in named:
            if name != "sandbox" and attribute:
                text = Path(package.__path__[0], f"{name}.py").read_text("utf-8")
                assert re.search(rf"\b(def|class) {attribute}\b", text), f"{name}.{attribute}"
