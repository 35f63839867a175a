"""Run a snippet as its own `__main__` and keep the value of a last expression."""

import __future__

import ast
import linecache
import sys
import threading
from functools import reduce
from operator import or_
from types import CodeType, ModuleType
from typing import Any, Final

from sandbox.limits import VALUE_CHARACTERS

FILENAME: Final = "<snippet>"
_FUTURES: Final = reduce(
    or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)


def main_module(names: dict[str, Any]) -> ModuleType:
    """A fresh `__main__`, so that classes of a snippet can be pickled and inspected."""
    module = ModuleType("__main__")
    module.__dict__.update(names)
    module.__dict__["__builtins__"] = sys.modules["builtins"]
    return module


def remember_source(code: str) -> None:
    """Let tracebacks and warnings quote the snippet's lines."""
    linecache.cache[FILENAME] = (len(code), None, code.splitlines(keepends=True), FILENAME)


def halves(code: str | ast.Module) -> tuple[CodeType, CodeType | None]:
    """The statements, and a last expression by itself."""
    tree = ast.parse(code, FILENAME)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return compile(tree, FILENAME, "exec", dont_inherit=True), None
    before = ast.Module(tree.body[:-1], [])
    body = compile(before, FILENAME, "exec", dont_inherit=True)
    flags = body.co_flags & _FUTURES
    tail = compile(ast.Expression(last.value), FILENAME, "eval", flags=flags, dont_inherit=True)
    return body, tail


def fit(text: str, characters: int) -> str:
    """Cut to size, and free of half characters, which no JSON reader would take."""
    # An exact string: a subclass may have its own ideas of length and of cutting.
    text = str.__str__(text)
    cut = text if len(text) <= characters else text[:characters] + "…"
    return cut.encode("utf-8", "replace").decode("utf-8")


def _shown(value: object) -> str | None:
    return None if value is None else fit(repr(value), VALUE_CHARACTERS)


def _join_threads() -> None:
    """As Python itself does at exit: a thread may still be printing."""
    here = threading.current_thread()
    for thread in threading.enumerate():
        if thread is not here and not thread.daemon:
            thread.join()


def execute(code: str | ast.Module, namespace: dict[str, Any], *, wants_value: bool) -> str | None:
    """Raises what the snippet raises; an exit without a complaint is a normal end."""
    body, tail = halves(code)
    try:
        exec(body, namespace)  # noqa: S102
        value = eval(tail, namespace) if tail else None  # noqa: S307
        return _shown(value) if wants_value else None
    except SystemExit as leaving:
        if leaving.code in (None, 0):
            return None
        raise
    finally:
        _join_threads()
