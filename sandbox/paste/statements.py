"""What in the text of a paste is code, and what an answer or prose that happens to be Python."""

import ast
import builtins
import keyword
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

# Texts and comments in code, found without Python's reader, which refuses the rest of a paste.

# What many editors show as the end of a line, and Python does not know as one.
LINE_ENDS: Final = "\u2028\u2029\u0085\v"
# Group 1 is the text or the comment, so that a pattern of "this or LITERAL" tells which it found.
# A quote behind a backslash opens none: a search from each would take for ever.
LITERAL: Final = (
    r"""((?<!\\)\"{3}(?:\\.|[^\\])*?\"{3}|(?<!\\)'{3}(?:\\.|[^\\])*?'{3}"""
    rf"""|(?<!\\)"(?:\\.|[^"\\\n])*"|(?<!\\)'(?:\\.|[^'\\\n])*'|\#[^\n{LINE_ENDS}]*)"""
)
_LITERAL: Final = re.compile(LITERAL, re.DOTALL)


def lines_in_texts(lines: list[str]) -> frozenset[int]:
    """The numbers of the lines that begin within a text, and mean what they say."""
    places = accumulate((len(line) + 1 for line in lines), initial=0)
    starts = {place: number for number, place in enumerate(places, 1)}
    found: set[int] = set()
    for text in _LITERAL.finditer("\n".join(lines)):
        if text[0].count("\n"):
            ends = (at for at, sign in enumerate(text[0], text.start()) if sign == "\n")
            found.update(starts[end + 1] for end in ends)
    return frozenset(found)


def first_outside_texts(lines: list[str], begins: re.Pattern[str]) -> int | None:
    """The number of the first line that begins so; a docstring's examples are no paste."""
    found = [number for number, line in enumerate(lines, 1) if begins.match(line)]
    texts = lines_in_texts(lines) if found else frozenset[int]()
    return next((number for number in found if number not in texts), None)


def outside_texts(lines: list[str]) -> list[str]:
    """Lines without texts and comments; a text that goes on leaves a backslash, which does, too."""
    bare = _LITERAL.sub(lambda found: "\\\n" * found[0].count("\n"), "\n".join(lines))
    return bare.split("\n")


# What was meant by a paste, and what is said of the lines of it that are left out in doubt.

_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """What was meant, line by line, and what is to be said of what is left out.

    `shown`: the lines, from 1, whose values a session shows.
    """

    lines: list[str]
    told: str = ""
    shown: frozenset[int] = frozenset()


def not_run(left: list[range], why: str) -> str:
    """A sentence on lines that are left out in doubt."""
    return f"not run: {', '.join(map(_numbers, left[:_TOLD]))}, {why}\n" if left else ""


def _numbers(lines: range) -> str:
    return f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]} to {lines[-1]}"


# Of what kind an answer says that its value is.
_SHOWN: Final = frozenset({"tensor", "array", "dtype", "deque", "defaultdict"})
_NUMBER: Final = re.compile(r"(?:bool|u?int|float|complex)(?:\d+|_)$")
_GIVEN: Final = frozenset({"torch", "np", "math", "F"})
# How a line begins that somebody typed, even where a mistake keeps it from being Python. Two parts
# that can both take the same spaces would try all ways to share them.
_TYPED: Final = re.compile(
    r"(import|from)\s+[\w.]+\s*(import\b|as\b|,|$)|(for|while|if|with|def|class|try|async)\b.*:\s*$"
    r"|for\s+\w[\w, ]*\sin\s+[\w.]+\(|def\s+\w+\s*\(|(if|while)\s.*[=<>]"
    r"|[\w.]+\s*(\[.*\]\s*)?[-+*/@]?=(?!=)|print\s*\(|[@!%]\s*\w"
)
_TWO_WORDS: Final = re.compile(r"\w,? \w")
_HEADING: Final = re.compile(r"\s*\w+::?\s*$")
# What Markdown stresses, numbers or links to; an outcry of one word.
_MARKED: Final = re.compile(
    r"\s*(?:(\*{1,3})\w[^*]*\1(?:[\s:.,!?]|$)|\d{1,2}[.)] +[A-Za-z]"
    r"|!?\[[^\]]*\]\(https?:|[A-Z][a-z]+[?!]\s*$)"
)
# Of conda and of Windows too.
_AT_A_SHELL: Final = re.compile(r"\s*(\([\w.-]+\) ?)?((\S+[$#%]|\$) +|(PS )?[A-Za-z]:\\[^>]*> ?)\S")


def parsed(code: str) -> list[ast.stmt]:
    """Empty for what is no Python; what reading it warns of is said of the whole."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code).body
        except (SyntaxError, ValueError):
            return []


def fault(lines: list[str]) -> int | None:
    """The number of the line that Python complains of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse("\n".join(lines))
        except SyntaxError as error:
            return error.lineno
    return None


def bound_by(statements: Iterable[ast.stmt]) -> frozenset[str]:
    """Names that are given a value; not those of modules and classes: answers name these too."""
    found: set[str] = set()
    for part in (part for statement in statements for part in ast.walk(statement)):
        match part:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name):
                found.add(name)
            case ast.ImportFrom(names=names):
                found |= {each.asname or each.name for each in names if not _shows(each.name)}
    return frozenset(found)


def _shows(name: str) -> bool:
    return name[:1].isupper() or name in _SHOWN


def _is_class(callee: ast.expr) -> bool:
    """As answers show values: `torch.Size([2])`, `np.float64(3.0)`, `range(0, 3)`."""
    match callee:
        case ast.Attribute(value=ast.Name(), attr=name):
            return _shows(name) or _NUMBER.match(name) is not None
        case ast.Name(id=name):
            return _shows(name) or isinstance(getattr(builtins, name, None), type)
    return False


def _is_print(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print" | "pprint"))):
            return True
    return False


def does_something(statement: ast.stmt, bound: frozenset[str] = frozenset()) -> bool:
    """Unlike names and values, which are prose or an answer; `tensor(2.)` and `Note: this` too.

    What reads a name that is `bound` asks for a value, and so does what reckons with a module's.
    """
    match statement:
        case ast.Expr(value=ast.Call() as call) if not _is_print(statement):
            callees = [part.func for part in ast.walk(call) if isinstance(part, ast.Call)]
            known = (hasattr(builtins, f.id) for f in callees if isinstance(f, ast.Name))
            return not _is_class(call.func) and (all(known) or _is_asked(call, bound))
        case ast.Expr(value=ast.BinOp() | ast.Compare() | ast.Subscript() as value):
            return reads(value, bound | _GIVEN)
        case ast.Expr(value=value) if not _is_print(statement):
            return _is_asked(value, bound)
        case ast.AnnAssign(value=None):
            return False
    return True


def _is_asked(value: ast.expr, bound: frozenset[str]) -> bool:
    """Whether it reads a name; an answer names its kind, as learners do a value of their own."""
    calls = (part for part in ast.walk(value) if isinstance(part, ast.Call))
    kinds = {f for call in calls if isinstance(f := call.func, ast.Name) and f.id in _SHOWN}
    names = (part for part in ast.walk(value) if isinstance(part, ast.Name))
    return any(name.id in bound and name not in kinds for name in names)


def reads(value: ast.expr, bound: frozenset[str]) -> bool:
    """Whether it names one of those."""
    return any(isinstance(part, ast.Name) and part.id in bound for part in ast.walk(value))


def lines_of_code(statements: list[ast.stmt], bound: frozenset[str]) -> int:
    """How many lines there are before the first answer."""
    end = 0
    for statement in statements:
        if statement.lineno > end and not does_something(statement, bound):
            break
        bound |= bound_by([statement])
        end = statement.end_lineno or end
    return end


def is_code(text: str, bound: frozenset[str] = frozenset()) -> bool:
    return any(does_something(each, bound) for each in parsed(text))


def looks_typed(line: str) -> bool:
    """Whether it may be meant as code, though it is none."""
    return bool(_TYPED.match(line))


def is_prose(line: str) -> bool:
    """A sentence, a heading or a terminal's line; a mistake in code is to be told as such."""
    if _AT_A_SHELL.match(line):
        return True
    first = re.match(r"\s*(\w*)", line)
    if "=" in line or (first and keyword.iskeyword(first[1])):
        return False
    return bool(_HEADING.match(line) or _TWO_WORDS.search(line) or _MARKED.match(line))


def code_beside(lines: list[str], bound: frozenset[str] = frozenset()) -> list[str] | None:
    """Above or beside what was pasted: code without prose, each line in place; None for mistakes.

    Values alone are an answer, whose prompt was not copied.
    """
    if fault(lines) is not None:
        lines = ["" if is_prose(line) else line for line in lines]
    if fault(lines) is not None:
        return None
    return lines if is_code("\n".join(lines), bound) else [""] * len(lines)


def is_fault(lines: list[str], number: int) -> bool:
    """Whether Python complains of that line, where it reads as far, or of prose above it."""
    found = fault(lines[:number])
    return found == number or (found is not None and code_beside(lines[: number - 1]) is not None)


# Where that ends which begins on a line of a paste.

_OPENS: Final = "([{"
_CLOSES: Final = ")]}"


def end_of_brackets(lines: list[str]) -> int:
    """Behind a value on several lines that is no Python, such as a printed module."""
    depth = 0
    for place, line in enumerate(lines, 1):
        depth += _deeper(_LITERAL.sub("", line))
        if depth <= 0:
            return place
    return min(len(lines), 1)


def end_of_statement(lines: list[str]) -> int:
    """Behind what goes on in brackets, in a text or behind a backslash; 1 where nothing ends it."""
    depth = 0
    for place, bare in enumerate(outside_texts(lines), 1):
        depth += _deeper(bare)
        if depth <= 0 and not bare.endswith("\\"):
            return place
    return 1


def _deeper(bare: str) -> int:
    return sum((sign in _OPENS) - (sign in _CLOSES) for sign in bare)
