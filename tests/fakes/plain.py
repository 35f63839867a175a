"""Plain Python with torch imported once, which takes seconds, then a fork a program.

Reads a program as JSON a line; writes `[exit code, what it printed]`, as JSON too. What it printed
ends with a line of JSON that says how it ended, unless it was killed.
"""

import ast
import gc
import json
import os
import sys
import tempfile
from typing import BinaryIO, NoReturn

import torch  # noqa: F401


def _ended(code: str) -> dict[str, object]:
    """Like the sandbox: the last expression is shown, and what ends the run is described."""
    body = ast.parse(code).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    names = {"__name__": "__main__"}
    try:
        exec(compile(ast.Module(body, []), "<snippet>", "exec"), names)  # noqa: S102
        shown = last and eval(compile(ast.Expression(last.value), "<snippet>", "eval"), names)  # noqa: S307
    except Exception as error:  # noqa: BLE001
        return {"outcome": "error", "value": None, "error": [type(error).__name__, str(error)]}
    return {"outcome": "ok", "value": None if shown is None else repr(shown), "error": None}


def _live(code: str, printed: BinaryIO) -> NoReturn:
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(printed.fileno(), 1)
    os.dup2(0, 2)
    status = 1
    try:
        ended = _ended(code)
        print(f"\n{json.dumps(ended)}")  # noqa: T201
        status = 0
    finally:
        sys.stdout.flush()
        os._exit(status)


def main() -> None:
    gc.freeze()
    for line in sys.stdin:
        with tempfile.TemporaryFile() as printed:
            pid = os.fork()
            if pid == 0:
                _live(json.loads(line), printed)
            _, status = os.waitpid(pid, 0)
            printed.seek(0)
            left = [os.waitstatus_to_exitcode(status), printed.read().decode()]
        sys.stdout.write(f"{json.dumps(left)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
