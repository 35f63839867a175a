"""`make size`: how large the product is, against the table of `tool.unsqueeze.house`.

It fails beyond a limit. A limit only falls: whoever makes a package smaller lowers it.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 8


def house() -> dict[str, Any]:
    """The table, as it is written."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    table: dict[str, Any] = project["tool"]["unsqueeze"]["house"]
    return table


def modules(package: str) -> dict[Path, int]:
    """The lines of each module."""
    files = sorted((ROOT / package).rglob("*.py"))
    return {each.relative_to(ROOT): each.read_bytes().count(b"\n") for each in files}


def product() -> dict[Path, int]:
    return {
        path: lines for package in house()["packages"] for path, lines in modules(package).items()
    }


def folders() -> Counter[str]:
    """How many modules stand in each; what a folder is named by is none."""
    named = (path for path in product() if not path.stem.startswith("__"))
    return Counter(path.parent.as_posix() for path in named)


def beyond() -> Iterator[str]:
    """What is larger than it may be."""
    limits = house()
    for package, (most_lines, most_modules) in limits["packages"].items():
        found = modules(package)
        yield from _over(f"{package}: lines", sum(found.values()), most_lines)
        yield from _over(f"{package}: modules", len(found), most_modules)
    for path, lines in product().items():
        yield from _over(f"{path}: lines", lines, limits["lines_a_module"])
    for folder, count in folders().items():
        most = limits["folders"].get(folder, limits["modules_a_folder"])
        yield from _over(f"{folder}: modules", count, most)
    yield from _over("tests: lines", sum(modules("tests").values()), sum(product().values()))


def _over(what: str, found: int, most: int) -> Iterator[str]:
    if found > most:
        yield f"{what}: {found:,} of at most {most:,}"


def main() -> int:
    print(f"{'package':12}{'lines':>9}{'most':>9}{'modules':>9}{'most':>7}")
    for package, (most_lines, most_modules) in house()["packages"].items():
        found = modules(package)
        lines = sum(found.values())
        print(f"{package:12}{lines:9,}{most_lines:9,}{len(found):9}{most_modules:7}")
    print(f"{'all':12}{sum(product().values()):9,}{'':9}{len(product()):9}")
    print(f"{'tests':12}{sum(modules('tests').values()):9,}\n")
    for folder, count in folders().most_common(LARGEST):
        print(f"{folder:28}{count:4} modules")
    broken = [*beyond()]
    for each in broken:
        print(f"unsqueeze: {each}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
