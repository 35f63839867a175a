"""Plain Python to compare with: torch imported once, then a fork a script. No jail, no limits.

Reads `{"script", "folder"}` a line; leaves `out`, `err` and `left.json` in the folder.
"""

import ast
import atexit
import gc
import io
import json
import os
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from types import ModuleType, TracebackType
from typing import NoReturn

# With what optimisers load at their first use: that takes a second, and would each time.
import torch._dynamo  # noqa: F401
from matplotlib import pyplot as plt

_DPI = 144


def _last_value(script: Path) -> str | None:
    """Run a file as `__main__`; like a prompt, keep what its last expression shows."""
    main = sys.modules["__main__"] = ModuleType("__main__")
    main.__file__ = str(script)
    main.__dict__["__builtins__"] = __builtins__
    tree = ast.parse(script.read_text())
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    body = compile(tree, str(script), "exec", dont_inherit=True)
    exec(body, main.__dict__)  # noqa: S102
    if last is None:
        return None
    expression = ast.Expression(last.value)
    flags = body.co_flags & 0x1000000  # a __future__ import of annotations
    value = eval(compile(expression, str(script), "eval", flags), main.__dict__)  # noqa: S307
    return None if value is None else repr(value)


def _size(number: int) -> tuple[int, int]:
    picture = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):
        plt.figure(number).savefig(picture, format="png", dpi=_DPI)
    head = picture.getvalue()
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def _only_of(script: Path, step: TracebackType | None) -> TracebackType | None:
    """Without the frames of libraries, which a snippet's traceback leaves out."""
    if step is None:
        return None
    rest = _only_of(script, step.tb_next)
    if step.tb_frame.f_code.co_filename != str(script):
        return rest
    return TracebackType(rest, step.tb_frame, step.tb_lasti, step.tb_lineno)


def _print(error: BaseException, script: Path) -> None:
    """By the printer that a script has, which says more than the library's: what a name meant."""
    linked: list[BaseException | None] = [error]
    for each in linked:
        if each is not None:
            each.__traceback__ = _only_of(script, each.__traceback__)
            linked += [each.__cause__, each.__context__, *getattr(each, "exceptions", ())]
    sys.__excepthook__(type(error), error, error.__traceback__)


def _own_place(folder: Path) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_CREAT | os.O_WRONLY, 0o600), descriptor)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    (folder / "own").mkdir()
    os.chdir(folder / "own")
    os.umask(0o022)
    sys.path[0] = ""
    os.environ["HOME"] = os.environ["TMPDIR"] = str(folder / "own")
    tempfile.tempdir = None


def _live(script: Path, folder: Path) -> NoReturn:
    """The fork's whole life, and what Python does at its end but for taking torch apart."""
    _own_place(folder)
    sys.argv = [str(script)]
    value, failed = None, False
    try:
        value = _last_value(script)
    except SystemExit as leaving:
        if leaving.code:
            raise
    except Exception as error:  # noqa: BLE001
        failed = True
        _print(error, script)
    threading._shutdown()
    sizes = [_size(number) for number in plt.get_fignums()]
    atexit._run_exitfuncs()
    left = {"value": value, "sizes": sizes, "failed": failed}
    (folder / "left.json").write_text(json.dumps(left))
    sys.stdout.flush()
    os._exit(0)


def main() -> None:
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _live(Path(order["script"]), Path(order["folder"]))
        os.waitpid(pid, 0)
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
