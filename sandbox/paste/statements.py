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
_PRINTING: Final = re.compile(r"(?<![a-z])p?print(?!options)|\bstdout\b")
_MADE: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
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
# What Markdown stresses, numbers or links to; and an outcry of one word.
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
            return not _is_class(call.func) and (all(known) or _reads(call, bound))
        case ast.Expr(value=ast.BinOp() | ast.Compare() | ast.Subscript() as value):
            return _reads(value, bound | _GIVEN)
        case ast.Expr(value=value) if not _is_print(statement):
            return _reads(value, bound)
        case ast.AnnAssign(value=None):
            return False
    return True


def _reads(value: ast.expr, bound: frozenset[str]) -> bool:
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


def has_output(code: str) -> bool:
    """Whether it names what prints."""
    return bool(_PRINTING.search(code))


def defines_output(code: str) -> bool:
    """Whether a function or a class that it makes names what prints."""
    parts = (part for each in parsed(code) for part in ast.walk(each))
    return has_output(code) and any(
        isinstance(part, _MADE) and has_output(ast.unparse(part)) for part in parts
    )


def talks(typed: str, bound: frozenset[str], *, above_prints: bool) -> bool:
    """Whether it may have printed lines of any kind, by itself or by what is defined above."""
    parts = (part for each in parsed(typed.strip()) for part in ast.walk(each))
    return has_output(typed) or (above_prints and any(_runs_own(part, bound) for part in parts))


def _runs_own(part: ast.AST, bound: frozenset[str]) -> bool:
    """Whether it calls what a session may have defined, which a metaclass is too."""
    match part:
        case ast.Call(func=ast.Name(id=name)):
            return not hasattr(builtins, name)
        case ast.Call(func=callee):
            return _reads(callee, bound)
        case ast.ClassDef(keywords=[_, *_]):
            return True
        case ast.FunctionDef(decorator_list=callees) | ast.ClassDef(decorator_list=callees):
            return any(_reads(callee, bound) for callee in callees)
    return False


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
