"""The maps that a newcomer begins with name what there is."""

import re
from pathlib import Path
from types import ModuleType

import pytest

import sandbox
from sandbox import paste, worker
from sandbox.worker import forks, names, operands, patches

WORDS = re.compile(r"\w+")
GROUPS = "The modules by what they are for:"


def _modules(folder: str) -> set[str]:
    """Those of packages within stand in their own maps."""
    found = Path(folder).glob("[!_]*")
    return {path.stem for path in found if path.suffix == ".py" or (path / "__init__.py").exists()}


@pytest.mark.parametrize("package", [paste, worker, forks, names, operands, patches])
def test_the_map_of_a_package_names_every_module(package: ModuleType) -> None:
    text = package.__doc__ or ""
    groups = text.partition(GROUPS)[2] or text

    assert sorted(_modules(package.__path__[0]) - set(WORDS.findall(groups))) == []


def test_what_the_maps_name_in_code_is_there() -> None:
    for package in (sandbox, paste, worker, forks, names, operands, patches):
        named = re.findall(r"`([a-z]\w*)(?:\.(\w+))?", package.__doc__ or "")
        modules = _modules(package.__path__[0]) | {"sandbox"}

        assert [name for name, _ in named if name not in modules] == []
        for name, attribute in named:
            if name != "sandbox" and attribute:
                text = Path(package.__path__[0], f"{name}.py").read_text("utf-8")
                assert re.search(rf"\b(def|class) {attribute}\b", text), f"{name}.{attribute}"
