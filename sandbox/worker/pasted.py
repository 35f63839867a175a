"""What a paste brings along that is not Python: prompts, a notebook's commands, typographic signs.

Only text that Python's own reader refuses is changed, so nothing that runs is. One exception: what
begins with `In [1]:` is an annotation to Python, and meant so by nobody.
"""

import ast
import builtins
import re
import warnings
from itertools import pairwise, takewhile
from typing import Final

from sandbox.worker.execute import FILENAME

NO_INSTALLING: Final = (
    "nothing can be installed here: torch, numpy, matplotlib and the standard library are there, "
    "so leave the line out"
)
_NO_SHELL: Final = (
    "there is no shell here: use Python, for example os.listdir() or pathlib.Path, "
    "in the snippet's own folder"
)
_NO_GPU: Final = "there is no GPU here, and so no nvidia-smi: everything runs on the CPU"
_TIMING: Final = (
    "%time and %timeit are a notebook's commands: send the code with /time, or call timeit.timeit"
)
_HELP: Final = "a question mark asks a notebook for help: in Python, call help(…) without it"
_UNKNOWN: Final = "lines that begin with % are a notebook's commands: Python does not know them"
_TYPOGRAPHIC: Final = "{sign} is a typographic sign, which Python does not know: type {instead}"

_IGNORED: Final = re.compile(r"\s*%(matplotlib|load_ext|reload_ext|autoreload|config|pylab)\b")
# The first that fits a line says what is wrong with it.
_REFUSED: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\s*([%!$]\s*)?(python3?\s+-m\s+)?(pip3?|conda|mamba|uv)\s+\w", NO_INSTALLING),
        (r"\s*[!$]\s*(sudo\s+)?apt(-get)?\s", NO_INSTALLING),
        (r"\s*!\s*nvidia-smi\b|\s*nvidia-smi\s*$", _NO_GPU),
        (r"\s*%%?(timeit|time|prun|lprun|memit)\b", _TIMING),
        (r"\s*%%(bash|sh|script|writefile|file)\b", _NO_SHELL),
        (r"\s*%(cd|ls|pwd|cat|mkdir|rm|env|run)\b", _NO_SHELL),
        (r"\s*[!$]|[^=!<>]*=\s*!", _NO_SHELL),
        (r"\s*%", _UNKNOWN),
        (r"\s*\?{1,2}[\w.]+\s*$|\s*[\w.]+\?{1,2}\s*$", _HELP),
    )
)
_INSTEAD: Final = (
    dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys("‘’‚‛`´", "'")  # noqa: RUF001
    | dict.fromkeys("−–—‐‑", "-")  # noqa: RUF001
    | {"×": "*", "·": "*", "⋅": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "²": "**2"}
    | {"…": "...", "→": "->", "；": ";", "，": ",", "（": "(", "）": ")", "：": ":"}  # noqa: RUF001
)
_SIGN: Final = re.compile(r"invalid character '(.)'")
# Spaces of web pages, and what has no width at all.
_UNSEEN: Final = str.maketrans("\u00a0\u202f\u2009\u3000", "    ", "\u200b\u200c\u2060\ufeff")
_PROMPT: Final = re.compile(r"([ \t]*)>>> ?")
# Numbered, not run yet, or still running.
_CELL: Final = re.compile(r"[ \t]*In[ \u00a0]\[[\d \u00a0*]*\]: ?")
_NOTEBOOK: Final = re.compile(rf"\s*{_CELL.pattern}")
# IPython puts its own to the right, below the colon.
_MORE_OF_CELL: Final = re.compile(r"[ \t]*\.{3,}: ?")
_ANSWER: Final = re.compile(r"[ \t]*Out[ \u00a0]?\[\d+\]:")


def _parsed(code: str) -> list[ast.stmt]:
    """Empty for what is no Python; what reading it warns of is said of the whole."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code).body
        except SyntaxError:
            return []


def _does_something(statement: ast.stmt) -> bool:
    """Unlike names and values, which are prose or an answer; `tensor(2.)` and `Note: this` too."""
    match statement:
        case ast.Expr(value=ast.Call() as call):
            callees = (part.func for part in ast.walk(call) if isinstance(part, ast.Call))
            return all(hasattr(builtins, f.id) for f in callees if isinstance(f, ast.Name))
        case ast.Expr() | ast.AnnAssign(value=None):
            return False
    return True


def _is_code(text: str) -> bool:
    return any(map(_does_something, _parsed(text)))


def _is_over(typed: str) -> bool:
    """Python's prompt asks for no more behind a simple statement; only a paste into it goes on."""
    return bool(read := _parsed(typed.strip())) and not hasattr(read[-1], "body")


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
    """An answer can begin with `...` too, but elsewhere or where there was no more to ask for."""
    found = _PROMPT.match(lines[0])
    typed = _continued(lines[:1], _PROMPT)
    more = _continued(lines[1:], re.compile(rf"{found[1] if found else ''}\.\.\. ?"))
    return typed if _is_over(typed[0]) and not _is_code("\n".join(more)) else typed + more


def _without_prompts(lines: list[str]) -> list[str]:
    """What was typed stays on its line, an answer leaves an empty one.

    Code above the first prompt belongs to what was meant.
    """
    first = next(line for line in lines if _begins(line))
    begins, typed = (_CELL, _of_cell) if _CELL.match(first) else (_PROMPT, _of_prompt)
    starts = [at for at, line in enumerate(lines) if begins.match(line)]
    above = lines[: starts[0]]
    meant = above if _is_code("\n".join(above)) else [""] * len(above)
    for start, end in pairwise([*starts, len(lines)]):
        meant += typed(lines[start:end])
        meant += [""] * (end - len(meant))
    return meant


def _begins(line: str) -> bool:
    return bool(_PROMPT.match(line) or _CELL.match(line))


def _is_session(lines: list[str], at: int) -> bool:
    """Whether the fault is a prompt, or comes from an answer below one: `can't` opens a text."""
    first = next((n for n, line in enumerate(lines[:at], 1) if _begins(line)), None)
    return _begins(lines[at - 1]) or (first is not None and _fault(lines[:first]) == first)


def _fault(lines: list[str]) -> int | None:
    try:
        ast.parse("\n".join(lines))
    except SyntaxError as error:
        return error.lineno
    return None


def _explained(line: str, error: SyntaxError) -> SyntaxError:
    """The error with better words where there are any."""
    if (found := _SIGN.match(error.msg)) and (instead := _INSTEAD.get(found[1])):
        error.msg = _TYPOGRAPHIC.format(sign=found[1], instead=instead)
        return error
    words = next((words for pattern, words in _REFUSED if pattern.match(line)), None)
    if words is None:
        return error
    begin = len(line) - len(line.lstrip()) + 1
    end = len(line.rstrip()) + 1
    return SyntaxError(words, (FILENAME, error.lineno, begin, line, error.lineno, end))


def _mended(lines: list[str], at: int) -> list[str] | None:
    """Without what can be done without; None where the line at fault is nothing of a paste's."""
    line = lines[at - 1]
    if _is_session(lines, at):
        return _without_prompts(lines)
    plain = line.translate(_UNSEEN)
    if _IGNORED.match(line):
        plain = line[: len(line) - len(line.lstrip())] + "pass"
    return None if plain == line else [*lines[: at - 1], plain, *lines[at:]]


def read(sent: str) -> tuple[str, ast.Module]:
    """What was meant, its lines where they were, and its tree; SyntaxError in words that help."""
    code = "\n".join(_without_prompts(sent.split("\n"))) if _NOTEBOOK.match(sent) else sent
    while True:
        try:
            return code, ast.parse(code, FILENAME)
        except SyntaxError as error:
            lines = code.split("\n")
            at = error.lineno or 0
            if not 1 <= at <= len(lines):
                raise
            if (mended := _mended(lines, at)) is None:
                raise _explained(lines[at - 1], error) from None
            code = "\n".join(mended)
