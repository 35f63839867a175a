"""What plain Python makes of a script, from one process for all of them."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SNIPPETS = Path(__file__).parent / "snippets"


@dataclass(frozen=True, slots=True)
class Left:
    """All that a script shows: texts, the last value, the sizes of its figures in dots.

    `failed`: an error ended it.
    """

    stdout: str
    stderr: str
    value: str | None
    sizes: list[tuple[int, int]]
    failed: bool


Plainly = Callable[[Path], Left]


def _left(folder: Path, script: Path) -> Left:
    """Texts as a snippet without a file of its own would have them."""
    told = json.loads((folder / "left.json").read_text())

    def text(name: str) -> str:
        return (folder / name).read_bytes().decode().replace(str(script), "<snippet>")

    sizes = [tuple(size) for size in told["sizes"]]
    return Left(text("out"), text("err"), told["value"], sizes, told["failed"])


@pytest.fixture(scope="session")
def plainly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plainly]:
    known: dict[Path, Left] = {}
    program = str(Path(__file__).with_name("plain.py"))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    # Without DISPLAY, so that figures are kept rather than shown; torch's profiler is talkative.
    environment = {"LANG": "C.UTF-8", "KINETO_LOG_LEVEL": "7"}
    with subprocess.Popen([sys.executable, program], env=environment, **pipes) as process:

        def run(script: Path) -> Left:
            if script not in known:
                folder = tmp_path_factory.mktemp("plain")
                order = {"script": str(script), "folder": str(folder)}
                process.stdin.write(json.dumps(order) + "\n")
                process.stdin.flush()
                assert process.stdout.readline() == "done\n"
                known[script] = _left(folder, script)
            return known[script]

        yield run
        process.stdin.close()
