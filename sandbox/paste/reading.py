"""What a paste brings along that is not Python: prompts, a notebook's commands, typographic signs.

Only text that Python's own reader refuses is changed, so nothing that runs is. Two exceptions:
what begins with `In [1]:` is an annotation to Python, and meant so by nobody; and what a notebook
saves of its commands calls a function that is nowhere else.
"""

import ast
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sandbox.paste.around import without_button, without_numbers, without_output
from sandbox.paste.cells import without_cells
from sandbox.paste.commands import refusal, with_commands, without_commands
from sandbox.paste.fences import is_fenced, without_backticks, without_fences
from sandbox.paste.sessions import is_notebook, is_session, without_prompts
from sandbox.paste.signs import IN_PYTHON, misprint, without_unseen
from sandbox.paste.statements import Meant, parsed
from sandbox.protocol import FILENAME, characters

_WAITS: Final = (
    "only a notebook waits outside of functions: put it into async def main(): … "
    "and call asyncio.run(main())"
)
_INVISIBLE: Final = "an invisible character (U+{code}) stands here: delete it"
_TYPOGRAPHIC: Final = "{sign} is a typographic sign, which Python does not know: type {plain}"
_UNPRINTABLE: Final = re.compile(r".*invalid (?:non-printable )?character .*\(?U\+([0-9A-F]+)")
# What surrounds code without being any of it: the first that knows the fault takes all of its kind.
_AROUND: Final[tuple[Callable[[list[str], int], list[str] | None], ...]] = (
    without_backticks,
    lambda lines, _: without_numbers(lines),
    without_button,
    without_commands,
)
# Each mends all of its kind; a text made to come back again and again is no paste.
_MENDS: Final = 16


def _without_indentation(lines: list[str], error: SyntaxError, at: int) -> list[str] | None:
    """Code cut out of a function, a list or a page; None unless all of it stands further in.

    Or begun a space behind a fence: then its first line alone does.
    """
    above, line = lines[: at - 1], lines[at - 1]
    if not error.msg.startswith("unexpected indent") or any(map(_is_said, above)):
        return None
    indentation = line[: len(line) - len(line.lstrip())]
    plain = [each.removeprefix(indentation) for each in lines]
    # Texts on several lines can stand anywhere.
    begun = {part.lineno for part in parsed("\n".join(plain))}
    said = [lines[number - 1] for number in begun] or filter(_is_said, lines)
    if all(each.startswith(indentation) for each in said):
        return plain
    return [*above, line[1:], *lines[at:]] if indentation == " " else None


def _is_said(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _mended(lines: list[str], error: SyntaxError, at: int) -> Meant | None:
    """Without what can be done without; None where the line at fault is nothing of a paste's."""
    if is_fenced(lines, at):
        return without_fences(lines)
    if is_session(lines, at):
        return without_prompts(without_unseen(lines))
    if (cells := without_cells(lines, at)) is not None:
        return cells
    bare = _bare(lines, error, at)
    return without_output(lines, at) if bare is None else Meant(bare)


def _bare(lines: list[str], error: SyntaxError, at: int) -> list[str] | None:
    for without in _AROUND:
        if (bare := without(lines, at)) is not None:
            return bare
    if further_out := _without_indentation(lines, error, at):
        return further_out
    plain = without_unseen(lines) if _UNPRINTABLE.match(error.msg) else lines
    return None if plain == lines else plain


def _explained(line: str, error: SyntaxError) -> SyntaxError:
    """The error with better words where there are any."""
    at = misprint(line, error)
    if at is not None and (plain := IN_PYTHON.get(line[at : at + 1])):
        said = _TYPOGRAPHIC.format(sign=line[at], plain=plain)
        return _error(said, error.lineno, line, at, at + 1)
    if words := refusal(line):
        begin = len(line) - len(line.lstrip())
        return _error(words, error.lineno, line, begin, len(line.rstrip()))
    if (found := _UNPRINTABLE.match(error.msg)) and not chr(int(found[1], 16)).isprintable():
        error.msg = _INVISIBLE.format(code=found[1])
    return error


def _error(words: str, number: int | None, line: str, begin: int, end: int) -> SyntaxError:
    return SyntaxError(words, (FILENAME, number, begin + 1, line, number, end + 1))


def _waiting(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """What waits outside of functions; not by recursion, which very long sums are too deep for."""
    left = [node]
    while left:
        part = left.pop()
        if isinstance(part, ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield part
        elif not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            left += reversed(list(ast.iter_child_nodes(part)))


def _refuse_to_wait(code: str, tree: ast.Module) -> None:
    for part in _waiting(tree):
        line = code.split("\n")[part.lineno - 1]
        ends_here = part.end_lineno == part.lineno
        end = characters(line, part.end_col_offset or 0) if ends_here else len(line.rstrip())
        raise _error(_WAITS, part.lineno, line, characters(line, part.col_offset), end)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was meant, its lines where they were, and its tree.

    `told` says what is left out in doubt; `shown` are the lines whose values a session shows.
    """

    code: str
    tree: ast.Module
    told: str
    shown: frozenset[int]


def read(sent: str) -> Reading:
    """SyntaxError, in words that help, where no paste is known that it could be."""
    code, told, shown = sent, "", frozenset[int]()
    meant = without_prompts(sent.split("\n")) if is_notebook(sent) else None
    mends = 0
    while True:
        if meant is not None:
            code, told, shown = "\n".join(meant.lines), told + meant.told, shown | meant.shown
        try:
            tree = ast.parse(code, FILENAME)
        except SyntaxError as error:
            meant = _mended_or_explained(code, error, may_mend=mends < _MENDS)
            mends += 1
            continue
        if "get_ipython()" in code and (lines := with_commands(code)):
            meant = Meant(lines)
            continue
        if "await" in code or "async" in code:
            _refuse_to_wait(code, tree)
        return Reading(code, tree, told, shown)


def as_run(sent: str) -> str:
    """What was sent as it ran: in that the lines and columns of a result count."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return read(sent).code
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return sent


def _mended_or_explained(code: str, error: SyntaxError, *, may_mend: bool) -> Meant:
    lines = code.split("\n")
    at = error.lineno or 0
    if not 1 <= at <= len(lines):
        raise error
    if (meant := _mended(lines, error, at) if may_mend else None) is None:
        raise _explained(lines[at - 1], error) from None
    return meant
