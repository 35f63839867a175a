"""Run a snippet as its own `__main__` and keep the value of a last expression."""

import ast
import io
import linecache
import sys
from types import CodeType, ModuleType
from typing import Any, Final

from sandbox.limits import VALUE_CHARACTERS
from sandbox.worker.ending import join_threads
from sandbox.worker.written import written

FILENAME: Final = "<snippet>"
_VALUE: Final = "<value>"


def main_module(names: dict[str, Any]) -> ModuleType:
    """A fresh `__main__`, so that classes of a snippet can be pickled and inspected."""
    module = ModuleType("__main__")
    module.__dict__.update(names)
    module.__dict__["__builtins__"] = sys.modules["builtins"]
    # Where Python looks for the text of a class; and scripts look for their own folder.
    module.__dict__["__file__"] = FILENAME
    return module


def remember_source(code: str) -> None:
    """Let tracebacks and warnings quote the snippet's lines."""
    # Python marks the place of an error rightly only in a line that ends.
    lines = io.StringIO(code.removesuffix("\n") + "\n", newline=None).readlines()
    linecache.cache[FILENAME] = (len(code), None, lines, FILENAME)


def compiled(code: str | ast.Module) -> CodeType:
    """The snippet, with a last expression kept under a name that no snippet can write."""
    tree = ast.parse(code, FILENAME) if isinstance(code, str) else code
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        kept = ast.copy_location(ast.Name(_VALUE, ast.Store()), last)
        tree.body[-1] = ast.copy_location(ast.Assign([kept], last.value), last)
    return compile(tree, FILENAME, "exec", dont_inherit=True)


def fit(text: str, characters: int) -> str:
    """Cut to size, and free of half characters, which no JSON reader would take."""
    # An exact string: a subclass may have its own ideas of length and of cutting.
    text = str.__str__(text)
    cut = text if len(text) <= characters else text[:characters] + "…"
    return cut.encode("utf-8", "replace").decode("utf-8")


def _shown(value: object) -> str | None:
    return None if value is None else fit(written(value), VALUE_CHARACTERS)


def execute(code: str | ast.Module, namespace: dict[str, Any], *, wants_value: bool) -> str | None:
    """Raises what the snippet raises; an exit without a complaint is a normal end."""
    program = compiled(code)
    try:
        exec(program, namespace)  # noqa: S102
        value = namespace.pop(_VALUE, None)
        return _shown(value) if wants_value else None
    except SystemExit as leaving:
        if leaving.code in (None, 0):
            return None
        raise
    finally:
        join_threads()
