"""What a paste brings along that is not Python: prompts, a notebook's commands, typographic signs.

Only text that Python's own reader refuses is changed, so nothing that runs is. One exception: what
begins with `In [1]:` is an annotation to Python, and meant so by nobody.
"""

import ast
import re
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
_PROMPT: Final = re.compile(r"[ \t]*(?:>>>|In \[\d+\]:|\.{3,}:|\.\.\.) ?")
_BEGINS: Final = re.compile(r"[ \t]*(?:>>>|In \[\d+\]:)")
_NOTEBOOK: Final = re.compile(r"\s*In \[\d+\]: ")


def _without_prompts(lines: list[str]) -> list[str]:
    """What was typed stays on its line; what was answered leaves an empty one."""
    return [line[found.end() :] if (found := _PROMPT.match(line)) else "" for line in lines]


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
    if _BEGINS.match(line):
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
