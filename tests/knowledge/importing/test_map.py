"""The map at the head of the package, which a newcomer reads first."""

import re
from pathlib import Path

from knowledge import importing


def test_the_map_has_each_module_once() -> None:
    [folder] = importing.__path__
    modules = [path.stem for path in Path(folder).glob("*.py") if path.stem != "__init__"]

    listed = re.findall(r"^    (\w+) {2,}\S", importing.__doc__ or "", re.MULTILINE)

    assert sorted(listed) == sorted(modules)
