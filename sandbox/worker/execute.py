"""Run a snippet as its own `__main__` and keep the value of a last expression."""

import ast
import io
import linecache
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import CodeType, CoroutineType, ModuleType
from typing import Any, Final

from sandbox.limits import VALUE_CHARACTERS
from sandbox.snippet import FILENAME, characters
from sandbox.worker.reserve import RESERVE
from sandbox.worker.written import written

# Under names of our own: a snippet may have put something else in their place. And no functions of
# C by themselves, of whose calls a profiler would be told.
_tracer, _profiler = partial(sys.gettrace), partial(sys.getprofile)
# Called by themselves they take a level of the recursion or none, depending on whether a profiler
# is on and how often they were called before.
_exec, _eval = partial(exec), partial(eval)
_stop_tracer, _stop_profiler = partial(sys.settrace, None), partial(sys.setprofile, None)
# What other rules hold for: imports from the future, ends of lines and pages as Python counts them;
# and what a notebook left: its prompt, which is an annotation to Python and meant so by nobody, and
# its commands as it saves them.
_ODD: Final = ("__future__", "\r", "\f", "\0", "In [", "In[", "get_ipython()")
# What `warnings.catch_warnings` would put in place; the rest of it each run would wait for.
_RAISE_ALL: Final = [("error", None, Warning, None, 0)]


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
    if "\r" in code:
        code = io.StringIO(code, newline=None).read()
    lines = [line + "\n" for line in code.removesuffix("\n").split("\n")]
    linecache.cache[FILENAME] = (len(code), None, lines, FILENAME)


@dataclass(frozen=True, slots=True)
class Program:
    """A snippet ready to run: all but a last expression, and that."""

    body: CodeType
    last: CodeType | None


def split(tree: ast.Module) -> Program:
    """The program of a whole tree; SyntaxError, as Python says it, where that is none."""
    try:
        return _split(tree)
    except SyntaxError as error:
        _quote(error)
        raise


def _split(tree: ast.Module) -> Program:
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return Program(_compiled(tree, "exec"), None)
    body = _compiled(ast.Module(tree.body[:-1], tree.type_ignores), "exec")
    return Program(body, _compiled(ast.Expression(last.value), "eval"))


def of_text(tree: ast.Module) -> Program:
    """As `split`, of the lines that the tree was read from.

    A tree is compiled by recursion, and so not as deep as Python reads: some 1,500 `elif` are too
    many. The value of a last expression is had only where that begins a line and ends the text.
    """
    lines, last = linecache.getlines(FILENAME), tree.body[-1]
    if isinstance(last, ast.Expr) and last.col_offset == 0:
        above, value = lines[: last.lineno - 1], lines[last.lineno - 1 :]
        with suppress(SyntaxError):
            only = _compiled("\n" * len(above) + "".join(value), "eval")
            return Program(_compiled("".join(above), "exec"), only)
    return Program(_compiled("".join(lines), "exec"), None)


def at_once(code: str) -> Program | None:
    """As `split`, but without a tree and so sooner; None unless the last line is an expression.

    Then the lines above it are a program by themselves: nothing that is open would be one. A
    snippet that the compiler warns of takes the other way, which warns once and in order.
    """
    above, end, last = code.rstrip("\n").rpartition("\n")
    # A last line with a sign before it can be one of a change, as git shows them.
    if last[:1] in (" ", "\t", "+") or any(odd in code for odd in _ODD):
        return None
    filters, warnings.filters = warnings.filters, _RAISE_ALL
    try:
        value = _compiled("\n" * above.count("\n") + end + last, "eval")
        return Program(_compiled(above, "exec"), value)
    except (SyntaxError, ValueError, Warning):
        return None
    finally:
        warnings.filters = filters


def _compiled(code: str | ast.Module | ast.Expression, mode: str) -> CodeType:
    made: CodeType = compile(code, FILENAME, mode, dont_inherit=True)
    return made


def _quote(error: SyntaxError) -> None:
    """The compiler had a tree, so it quotes no line, and counts bytes instead of characters."""
    if not (error.lineno and error.offset):
        return
    line = linecache.getline(FILENAME, error.lineno)
    error.text, error.offset = line, characters(line, error.offset - 1) + 1
    if error.end_offset:
        ends_here = error.end_lineno == error.lineno
        end = characters(line, error.end_offset - 1) if ends_here else len(line.rstrip("\n"))
        error.end_lineno, error.end_offset = error.lineno, end + 1


def fit(text: str, characters: int) -> str:
    """Cut to size, and free of half characters, which no JSON reader would take."""
    # An exact string: a subclass may have its own ideas of length and of cutting.
    text = str.__str__(text)
    cut = text if len(text) <= characters else text[:characters] + "…"
    return cut.encode("utf-8", "replace").decode("utf-8")


def _shown(value: object) -> str | None:
    return None if value is None else fit(written(value), VALUE_CHARACTERS)


def _is_fine(code: Any) -> bool:
    """As Python takes it, which asks for the type and never whether something equals 0."""
    return code is None or (issubclass(type(code), int) and int.__eq__(code, 0))


def _value(program: Program, namespace: dict[str, Any]) -> Any:
    """Not a part of `execute`, where a full memory would keep Python 3.11 looking for a handler.

    For some handlers it notes which instruction failed, and from the 257th of a function on that
    number needs memory; where there is none it looks for the same handler again, for ever.
    """
    value = None
    try:
        RESERVE.watch_for_frame()
        _exec(program.body, namespace)
        if program.last:
            RESERVE.frame = None
            # The snippet shall not notice: what it has put in place by now would hear of this.
            if _tracer() is None and _profiler() is None and not RESERVE.has_hook:
                RESERVE.watch_for_frame()
            value = _eval(program.last, namespace)
        # Held on to, it would have Python keep all frames around it as they end.
        RESERVE.frame = None
    except BaseException:
        RESERVE.let_go()
        raise
    finally:
        # What is left on would hear us from here on, and also a function that did this.
        if _tracer() is not None:
            _stop_tracer()
        if _profiler() is not None:
            _stop_profiler()
    return value


def _forget(last: CodeType, namespace: dict[str, Any], kept: dict[str, Any]) -> None:
    """Let go of a last value where it was made: of a coroutine never awaited Python names the line.

    That is the line of whatever lets go of it.
    """
    *_, line = (line for _, _, line in last.co_lines() if line)
    _exec(_compiled("\n" * (line - 1) + "del value", "exec"), namespace, kept)


def execute(program: Program, namespace: dict[str, Any], *, wants_value: bool) -> str | None:
    """Raises what the snippet raises; an exit without a complaint is a normal end."""
    try:
        value = _value(program, namespace)
        shown = _shown(value) if wants_value else None
    except SystemExit as leaving:
        if _is_fine(leaving.code):
            return None
        raise
    if program.last and type(value) is CoroutineType:
        kept = {"value": value}
        del value
        _forget(program.last, namespace, kept)
    return shown
