"""Code that was sent as it is, without a fence; and words that stand in one. Pure."""

import ast
import re
import warnings
from dataclasses import dataclass

from bot.incoming import unprompted
from bot.question_words import may_be_question
from knowledge.matching.errors import error_line, is_error

# Everything that is worth running has one of these.
_SIGN = re.compile(r"[=(]|\bimport\b")
_WRAPPED = re.compile(
    r"\s*(?P<mark>`{1,2}|~{3,}|'{3}|\"{3})(?:python|py)?[ \t]*\n?(?P<code>.*?)\n?(?P=mark)\s*",
    re.DOTALL | re.IGNORECASE,
)
_STRAIGHT = str.maketrans(
    dict.fromkeys("“”„", '"') | dict.fromkeys("\u2018\u2019", "'") | {"\N{NO-BREAK SPACE}": " "}
)
_PROMPTED = re.compile(r"\s*(?:>>>|In \[)")
# The last line of a traceback; to Python, a short one is an annotation.
_ERROR = re.compile(r"(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Warning):")
_CODE_MARK = re.compile(r"[=()\[\]{}#]")
# To Python a comparison, and meant so by nobody.
_WHAT_IS = re.compile(r"\s*(?:what|who) is \w+\??\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unfenced:
    """Code in a message of nothing else, as it was sent; `program` if no mere expression."""

    code: str
    program: bool


def unfenced(text: str) -> Unfenced | None:
    """The code that a message is; None where it is words, or only a name or a number."""
    if not _SIGN.search(text):
        return None
    wrapped = _WRAPPED.fullmatch(text)
    code = wrapped["code"] if wrapped else text
    body = _parsed(unprompted(code.translate(_STRAIGHT)).strip())
    if body is None or not any(map(_does_something, body)):
        return None
    return Unfenced(code, program=not _is_expression(body))


def question_in_block(block: str) -> str | None:
    """What a fenced block asks, where it holds an error or a question rather than code."""
    lines = [line for line in block.strip().split("\n") if line.strip()]
    if not lines or _PROMPTED.match(block):
        return None
    if len(lines) == 1 and (_ERROR.match(lines[0]) or _WHAT_IS.fullmatch(lines[0])):
        return block
    if _parsed(block) is not None:
        return None
    is_pasted = error_line(block) is not None or (len(lines) == 1 and is_error(block))
    is_asked = len(lines) == 1 and _is_words(block) and may_be_question(block)
    return block if (is_pasted and _names_error(lines)) or is_asked else None


def _is_words(line: str) -> bool:
    return " " in line.strip() and not _CODE_MARK.search(line)


def _names_error(lines: list[str]) -> bool:
    """Whether the block ends or begins as a traceback does, rather than mention one in code."""
    ends = (lines[0].strip(), lines[-1].strip())
    return lines[0].startswith("Traceback") or any(map(_ERROR.match, ends))


def _parsed(code: str) -> list[ast.stmt] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code).body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None


def _does_something(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(value=ast.Constant()):
            return False
        case ast.Expr(value=value):
            return any(isinstance(node, ast.Call) for node in ast.walk(value))
        case ast.AnnAssign(value=value):
            return value is not None
        case ast.Pass() | ast.Return():
            return False
        case _:
            return True


def _is_expression(body: list[ast.stmt]) -> bool:
    """Whether code is one expression, which may ask what it does; `print` wants to be run."""
    match body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="print")))]:
            return False
        case [ast.Expr()]:
            return True
        case _:
            return False
