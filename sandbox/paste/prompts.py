"""Sessions: what was typed at Python's `>>>` or IPython's `In [1]:`, and what stands around it."""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile
from typing import Final, TypeGuard

from sandbox.paste.printing import Printing
from sandbox.paste.statements import (
    OPENS,
    Meant,
    bound_by,
    code_beside,
    does_something,
    end_of_brackets,
    end_of_code,
    end_of_code_set_apart,
    end_of_record,
    end_of_statement,
    first_outside_texts,
    is_code,
    is_fault,
    is_no_output,
    lines_of_code,
    looks_typed,
    not_run,
    outside_texts,
    parsed,
)

_BELOW: Final = (
    "below a prompt like something printed; leave out the prompts and the answers if that is code"
)
# Web pages put a no-break space behind a prompt, and before it.
_PROMPT: Final = re.compile(r"([ \t\u00a0]*)>>>[ \u00a0]?")
# Numbered, not run yet, or still running.
_CELL: Final = re.compile(r"([ \t\u00a0]*)In[ \u00a0]?\[[\d \u00a0*]*\]:[ \u00a0]?")
_BEGINS: Final = re.compile(rf"{_PROMPT.pattern}|{_CELL.pattern}")
# IPython puts its own to the right, below the colon.
_MORE_OF_CELL: Final = re.compile(r"[ \t\u00a0]*\.{3,}:[ \u00a0]?")
_FURTHER_IN: Final = re.compile(r"([ \t\u00a0]+)(?:\.\.\.|…)[ \u00a0]+\S")
_ANSWER: Final = re.compile(r"[ \t\u00a0]*Out[ \u00a0]?\[\d+\]:[ \u00a0]?")
_NUMBER: Final = re.compile(r"\s*In.?\[(\d+)")
# Not where Python says what is wrong with it.
_OF_BLOCK: Final = re.compile(r"[ \t](?!\s*File \"<)|(?:else|finally|elif\b.*|except\b.*):\s*$")
# What a later line calls a value that was shown, and a line that gives it that name.
_RECALLED: Final = re.compile(r"_\d*")
_NAMES_IT: Final = re.compile(rf"\s*{_RECALLED.pattern}\s*=(?!=)")
_OWN_SCOPE: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Lines that are read again and again below all prompts: more of them is output, not code.
_PATIENCE: Final = 20_000


def begins(line: str) -> bool:
    return _BEGINS.match(line) is not None


def is_notebook(text: str) -> bool:
    return _CELL.match(text.lstrip()) is not None


def is_session(lines: list[str], at: int) -> bool:
    """Whether the fault is a prompt, is prose above the first, or comes from an answer below.

    An answer can be the fault that Python names first: the `'` of `can't` opens a text.
    """
    first = first_outside_texts(lines, _BEGINS)
    if first is None:
        return False
    if begins(lines[at - 1]):
        return True
    return is_fault(lines, first)


def expressions(statements: Iterable[ast.AST]) -> Iterator[ast.stmt]:
    """Each that a prompt of Python's shows: in loops and branches too, but in no function."""
    for statement in statements:
        if isinstance(statement, ast.Expr) or _is_recalled(statement):
            yield statement
        elif not isinstance(statement, _OWN_SCOPE):
            yield from expressions(ast.iter_child_nodes(statement))


def _is_recalled(statement: ast.AST) -> TypeGuard[ast.Assign]:
    return isinstance(statement, ast.Assign) and all(
        isinstance(target, ast.Name) and _RECALLED.fullmatch(target.id)
        for target in statement.targets
    )


def _is_over(typed: str) -> bool:
    """Python's prompt asks for no more behind a simple statement; only a paste into it goes on."""
    return bool(read := parsed(typed.strip())) and not hasattr(read[-1], "body")


def _continued(lines: list[str], prompt: re.Pattern[str]) -> list[str]:
    """Without their prompts, the lines from the first on that have one."""
    found = takewhile(lambda pair: pair[1], ((line, prompt.match(line)) for line in lines))
    return [line[match.end() :] for line, match in found if match]


def _of_cell(lines: list[str]) -> list[str]:
    """On a page of a notebook the code stands below its prompt, as far as the answer."""
    typed = _continued(lines[:1], _CELL)
    if more := _continued(lines[1:], _MORE_OF_CELL):
        return typed + more
    below = takewhile(lambda line: not _ANSWER.match(line), lines[1:])
    return typed + ([] if typed[0].strip() else list(below))


def _of_prompt(lines: list[str]) -> list[str]:
    """An answer can begin with `...` too, but elsewhere or where there was no more to ask for.

    Phones make one sign of the three; who copies from a prompt on leaves out what stands before it.
    """
    typed = _continued(lines[:1], _PROMPT)
    below = None if parsed(typed[0].strip()) else _FURTHER_IN.match("".join(lines[1:2]))
    found = below or _PROMPT.match(lines[0])
    before = found[1] if found else ""
    more = _continued(lines[1:], re.compile(rf"{before}(?:\.\.\.|…)[ \u00a0]?"))
    more = more or _without_a_prompt(typed[0], lines[1:], before)
    return typed if _is_over(typed[0]) and not is_code("\n".join(more)) else typed + more


def _without_a_prompt(typed: str, below: list[str], indentation: str) -> list[str]:
    """What goes on in brackets, in a text or behind a backslash, and a block, as IDLE has them.

    Nothing else can stand there: Python answers nothing before it has all of a statement.
    """
    lines = [line.removeprefix(indentation) for line in below]
    end = end_of_statement([typed, *lines]) - 1
    head = "\n".join([typed, *lines[:end]])
    if parsed(head.lstrip()):
        return lines[:end]
    block = _block_of(head, lines[end:])
    return [*lines[:end], *block] if block else []


def _block_of(head: str, lines: list[str]) -> list[str]:
    """Below an empty line an answer may stand, or more of it: half a function would not do."""
    block = f"{head}\n pass"
    begins_one = parsed(block) or parsed(f"{block}\nfinally: pass")
    if not (outside_texts(head.split("\n"))[-1].rstrip().endswith(":") and begins_one):
        return []
    most = list(takewhile(lambda line: not line or _OF_BLOCK.match(line), lines))
    least = list(takewhile(_OF_BLOCK.match, most))
    below_it = most[len(least) :]
    is_more = any(is_code(line.strip()) for line in below_it) and parsed("\n".join([head, *most]))
    return most if is_more else least


class _Session:
    """What was meant, line by line, as far as it was read."""

    def __init__(self, above: list[str], *, is_notebook: bool) -> None:
        self._is_notebook: Final = is_notebook
        self.meant: Final = above
        self.left: Final[list[range]] = []
        self.shows: Final[set[int]] = set()
        self._bound = bound_by(parsed("\n".join(above)))
        self._printing = Printing().after("\n".join(above), self._bound)
        self._shown: Final[dict[str, int]] = {}
        self._patience = _PATIENCE

    def take(self, lines: list[str], typed: list[str], indentation: str) -> None:
        """One prompt with all that stands below it."""
        spoke = self._printing.may_be_of("\n".join(typed), self._bound)
        self._keep(self._recalling(typed))
        asks = self._remember(typed, _NUMBER.match(lines[0]))
        rest = [line.removeprefix(indentation) for line in lines[len(typed) :]]
        shown = [at for at, line in enumerate(rest) if _ANSWER.match(line)]
        for start, end in pairwise([0, *shown, len(rest)]):
            part = [_ANSWER.sub("", line) for line in rest[start:end]]
            self._take_below(part, spoke=spoke and not start, asks=asks or start > 0)

    def _recalling(self, typed: list[str]) -> list[str]:
        """`_`, `_2` and `Out[2]` are what was shown: the line that showed it gives it a name."""
        typed = typed.copy()
        for part in (part for each in parsed("\n".join(typed)) for part in ast.walk(each)):
            match part:
                case ast.Name(id=name, ctx=ast.Load()):
                    self._name(name)
                case ast.Subscript(
                    value=ast.Name(id="Out"), slice=ast.Constant(value=int() as number)
                ):
                    if self._name(f"_{number}"):
                        at = part.lineno - 1
                        typed[at] = typed[at].replace(ast.unparse(part), f"_{number}")
        return typed

    def _name(self, name: str) -> bool:
        at = self._shown.get(name)
        if at is None or name in self._bound:
            return False
        if not self.meant[at].startswith(f"{name} = "):
            self.meant[at] = f"{name} = {self.meant[at]}"
        return True

    def _remember(self, typed: list[str], numbered: re.Match[str] | None) -> bool:
        """Where the value stands that is shown, if one is."""
        read = parsed("\n".join(typed))
        above = len(self.meant) - len(typed)
        self.shows.update(above + number for number in self._shown_of(read, typed))
        if not (read and isinstance(read[-1], ast.Expr)) or is_no_output(read[-1]):
            return False
        if not read[-1].col_offset:
            names = ["_", f"_{numbered[1]}"] if numbered else ["_"]
            self._shown.update(dict.fromkeys(names, above + read[-1].lineno - 1))
        return True

    def _shown_of(self, read: list[ast.stmt], typed: list[str]) -> Iterable[int]:
        """A notebook shows the last value of a cell, and none where a semicolon ends it.

        What goes on at the next prompt is no statement yet: any value that begins there is shown.
        """
        if self._is_notebook:
            is_quiet = "\n".join(typed).rstrip().endswith(";")
            return [] if is_quiet else [e.lineno for e in read[-1:] if isinstance(e, ast.Expr)]
        if not read:
            return [at for at, line in enumerate(typed, 1) if not _NAMES_IT.match(line)]
        return [each.lineno for each in expressions(read) if isinstance(each, ast.Expr)]

    def _take_below(self, lines: list[str], *, spoke: bool, asks: bool) -> None:
        """Up to the empty line all may be printed; without a print the first is a value."""
        said = end_of_record(lines) if asks else 0
        if spoke:
            said = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
        place = 0
        while place < len(lines):
            place = self._read(lines, place, said)

    def _keep(self, lines: list[str]) -> None:
        self.meant.extend(lines)
        code = "\n".join(lines)
        self._printing = self._printing.after(code, self._bound)
        self._bound |= bound_by(parsed(code))

    def _drop(self, count: int, *, doubtful: bool = False) -> None:
        here = len(self.meant) + 1
        if doubtful:
            self.left.append(range(here, here + count))
        self.meant.extend([""] * count)

    def _read(self, rest: list[str], place: int, said: int) -> int:
        """The next place; on the way to it code is kept, and all else leaves empty lines.

        Up to `said` stands what a program printed, which can look like anything.
        """
        if end := end_of_code_set_apart(rest, place):
            self._drop(end - place, doubtful=True)
            return end
        may_begin = self._may_begin_code(rest[place])
        if may_begin or any(sign in rest[place] for sign in OPENS):
            self._patience -= len(rest) - place
        if self._patience < 0:
            self._drop(len(rest) - place, doubtful=True)
            return len(rest)
        end = end_of_code(rest, place) if may_begin else place
        read = parsed("\n".join(rest[place:end]))
        if count := lines_of_code(read, self._bound):
            near = [each for each in read if place + each.lineno <= said]
            if place >= said or any(map(is_no_output, near)):
                self._keep(rest[place : place + count])
            else:
                count = min(count, said - place)
                self._drop(count, doubtful=True)
            return place + count
        end = place + (read[0].end_lineno or 1) if read else end_of_brackets(rest, place)
        self._drop(end - place, doubtful=place >= said and looks_typed(rest[place]))
        return end

    def _may_begin_code(self, line: str) -> bool:
        """Cheaply, since much can have been printed."""
        if read := parsed(line):
            return does_something(read[0], self._bound)
        return looks_typed(line) or line.rstrip()[-1:] in {*OPENS, ",", "\\"} or '""' in line


def _first_prompt(lines: list[str]) -> int:
    """Where the session begins; a docstring above it has examples of its own."""
    number = first_outside_texts(lines, _BEGINS)
    return number - 1 if number else next(at for at, line in enumerate(lines) if begins(line))


def without_prompts(lines: list[str]) -> Meant:
    """What was meant, each line where it was.

    Code above the first prompt and below the answers belongs to it; an answer leaves empty lines.
    """
    first = _first_prompt(lines)
    prompt, typed = (_CELL, _of_cell) if _CELL.match(lines[first]) else (_PROMPT, _of_prompt)
    numbered = enumerate(lines[first:], first)
    starts = [(at, found[1]) for at, line in numbered if (found := prompt.match(line))]
    above = lines[: starts[0][0]]
    session = _Session(code_beside(above) or [""] * len(above), is_notebook=prompt is _CELL)
    for (start, indentation), (end, _) in pairwise([*starts, (len(lines), "")]):
        session.take(lines[start:end], typed(lines[start:end]), indentation)
    return Meant(session.meant, not_run(session.left, _BELOW), frozenset(session.shows))
