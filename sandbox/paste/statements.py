"""What in the text of a paste is code, and what an answer or prose that happens to be Python."""

import ast
import builtins
import keyword
import re
import sys
import warnings
from collections.abc import Iterable
from typing import Final

_SHORT: Final = {"np": "numpy", "plt": "matplotlib.pyplot", "F": "torch.nn.functional"}
# Of what kind an answer says that its value is.
_SHOWN: Final = frozenset({"tensor", "array", "dtype", "deque", "defaultdict"})
_GIVEN: Final = frozenset({"torch", "np", "math", "F"})
_PLAIN: Final = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign)
# How a line begins that somebody typed, even where a mistake keeps it from being Python. Two parts
# that can both take the same spaces would try all ways to share them.
_TYPED: Final = re.compile(
    r"(import|from)\s+[\w.]+\s*(import\b|as\b|,|$)|(for|while|if|with|def|class|try|async)\b.*:\s*$"
    r"|for\s+\w[\w, ]*\sin\s+[\w.]+\(|def\s+\w+\s*\(|(if|while)\s.*[=<>]"
    r"|[\w.]+\s*(\[.*\]\s*)?[-+*/@]?=(?!=)|print\s*\(|[@!%]\s*\w"
)
_TWO_WORDS: Final = re.compile(r"\w,? \w")
_HEADING: Final = re.compile(r"\s*\w+::?\s*$")
# What Markdown stresses, numbers or links to; an outcry of one word; HTML's marks and reST's.
_MARKED: Final = re.compile(
    r"\s*(?:(\*{1,3})\w[^*]*\1(?:[\s:.,!?]|$)|\d{1,2}[.)] +[A-Za-z]"
    r"|!?\[[^\]]*\]\(https?:|[A-Z][a-z]+[?!]\s*$|</?\w+>(?:[^<>]*</\w+>)?\s*$"
    r"|\.\. [\w-]+::(?:\s|$)|:[\w-]+:(?:\s|$))"
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
    """As answers show values: `torch.Size([2])`, `np.float64(3.0)`, `range(0, 3)`.

    A module is looked into only where somebody has loaded it: here nobody loads torch.
    """
    match callee:
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            place = sys.modules.get(_SHORT.get(module, module))
        case ast.Name(id=name):
            place = builtins
        case _:
            return False
    return _shows(name) or isinstance(getattr(place, name, None), type)


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


def is_no_output(statement: ast.stmt) -> bool:
    """What programs do not print by chance, as they do print `loss = 0.5`."""
    return _is_print(statement) or not isinstance(statement, _PLAIN)


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
