"""`make size`: how large each package is beside its budget; it fails beyond one.

Lines are all lines of all Python, as `wc -l` counts them. The budgets stand in
`tool.unsqueeze.size` of pyproject.toml, and only fall; a new capability brings its own.
"""

import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUDGETS: dict[str, int] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "unsqueeze"
]["size"]


def modules(package: str) -> dict[str, int]:
    """The lines of each module below a folder; programs that are content are none."""
    files = sorted(it for it in (ROOT / package).rglob("*.py") if "content" not in it.parts)
    return {each.relative_to(ROOT).as_posix(): each.read_bytes().count(b"\n") for each in files}


def folders(paths: dict[str, int]) -> Counter[str]:
    """How many modules stand in each; what a folder is named by is none."""
    named = (Path(path) for path in paths if not Path(path).stem.startswith("__"))
    return Counter(path.parent.as_posix() for path in named)


def main() -> int:
    print(f"{'package':12}{'lines':>8}{'budget':>8}{'modules':>9}  largest folder")
    total_lines = total_modules = 0
    over = []
    for package, budget in BUDGETS.items():
        found = modules(package)
        lines = sum(found.values())
        [(largest, count)] = folders(found).most_common(1)
        print(f"{package:12}{lines:8,}{budget:8,}{len(found):9}  {largest}: {count}")
        total_lines, total_modules = total_lines + lines, total_modules + len(found)
        if lines > budget:
            over.append(f"{package} has {lines:,} lines of at most {budget:,}")
    print(f"{'all':12}{total_lines:8,}{sum(BUDGETS.values()):8,}{total_modules:9}")
    for each in over:
        print(f"unsqueeze: {each}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
