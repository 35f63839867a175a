"""Run a snippet as its own `__main__` and keep the value of a last expression."""

import ast
import builtins
import io
import linecache
import operator
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from types import CodeType, CoroutineType, ModuleType
from typing import Any, Final, SupportsIndex, TypeVar

from matplotlib import container
from matplotlib.artist import Artist

from sandbox.limits import VALUE_CHARACTERS
from sandbox.paste import reading
from sandbox.paste.sessions import expressions
from sandbox.protocol import FILENAME, characters
from sandbox.worker.numbers import written
from sandbox.worker.reserve import RESERVE

# How deep a snippet may go: as deep as in plain Python, though our own frames are below it.

_HIGHEST_LIMIT: Final = 2**31 - 1
# Of what asks how deep it is: a function of ours and, where calls of C count, another.
_ASKING: Final = 1 if sys.version_info >= (3, 12) else 2


def here() -> int:
    """As deep as the caller is; Python says it only of a limit that is too low."""
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(1)
    except RecursionError as error:
        return int(str(error).partition(" depth ")[2].partition(":")[0]) - _ASKING
    sys.setrecursionlimit(limit)
    return 0


def leave_out(frames: int) -> None:
    """So many frames are ours: they come on top of a snippet's limit, which is told without."""
    limit, set_limit = sys.getrecursionlimit, sys.setrecursionlimit
    set_limit(limit() + frames)

    def getrecursionlimit() -> int:
        return limit() - frames

    def setrecursionlimit(limit: SupportsIndex, /) -> None:
        wanted = operator.index(limit)
        highest = max(wanted, _HIGHEST_LIMIT)
        set_limit(min(wanted + frames, highest) if wanted > 0 else wanted)

    sys.getrecursionlimit, sys.setrecursionlimit = getrecursionlimit, setrecursionlimit


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
    if last[:1] in (" ", "\t") or any(odd in code for odd in _ODD):
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


# Not all containers are tuples or have a class in common.
_DRAWN: Final = (Artist, *(each for each in vars(container).values() if isinstance(each, type)))


def _is_drawn(value: Any, depth: int = 2) -> bool:
    """Whether it is part of a picture, which says more: the lines of `plot`, a `hist` as a whole.

    By its type alone: an object of a snippet may say anything.
    """
    kind = type(value)
    if issubclass(kind, _DRAWN):
        return True
    if not (depth and kind in (list, tuple, dict) and value):
        return False
    parts = [*islice(value.values(), 1)] if kind is dict else [value[0], value[-1]]
    return any(_is_drawn(part, depth - 1) for part in parts)


def _shown(value: object) -> str | None:
    is_said = value is not None and not _is_drawn(value)
    return fit(written(value), VALUE_CHARACTERS) if is_said else None


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


# A paste on its way to be run: what is said of it, and the values that a session shows.
#
# The last value is the snippet's own. As in a traced run, what shows the others goes by a name
# that cannot be written and stands in the place of what it is given, so that tracebacks say what
# they would have said.

T = TypeVar("T")

_NAME: Final = "<shown>"


def read(sent: str) -> tuple[str, ast.Module]:
    """What was meant, and its tree; SyntaxError in words that help.

    What is left out in doubt is said on stderr. The tree shows on stdout what a session would.
    """
    meant = reading.read(sent)
    if meant.shown:
        _let_show(meant.tree, meant.shown)
    sys.stderr.write(meant.told)
    return meant.code, meant.tree


def _show(value: T) -> T:
    if value is not None and not _is_drawn(value):
        print(repr(value))  # noqa: T201
    return value


def _let_show(tree: ast.Module, lines: frozenset[int]) -> None:
    """Let what begins on those lines show its value, all but the last of the whole."""
    for statement in list(expressions(tree.body)):
        if statement.lineno in lines and statement is not tree.body[-1]:
            _wrap(statement)
    setattr(builtins, _NAME, _show)


def shows_any() -> bool:
    """Whether a tree was changed here so that it shows values."""
    return hasattr(builtins, _NAME)


def shows(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == _NAME


def _wrap(statement: ast.Expr) -> None:
    value = statement.value
    call = ast.Call(ast.Name(_NAME, ast.Load()), [value], [])
    for made in (call.func, call):
        ast.copy_location(made, value)
    statement.value = call
