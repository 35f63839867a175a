"""What a paste brings along that is not Python: prompts, a notebook's commands, typographic signs.

Only text that Python's own reader refuses is changed, so nothing that runs is. Two exceptions: what
begins with `In [1]:` is an annotation to Python, and meant so by nobody; and what a notebook saves
of its commands calls a function that is nowhere else.
"""

import ast
import re
import sys
from collections.abc import Iterator
from typing import Final

from sandbox.worker.execute import FILENAME, characters
from sandbox.worker.fences import is_fenced, without_fences
from sandbox.worker.prompts import Meant, is_notebook, is_session, without_prompts
from sandbox.worker.saved import with_commands
from sandbox.worker.shown import show
from sandbox.worker.statements import parsed

NO_INSTALLING: Final = (
    "nothing can be installed here: torch, numpy, matplotlib and the standard library are there, "
    "so leave the line out"
)
_NO_PIP: Final = (
    "there is no pip here: torch.__version__ says which torch it is, and "
    "importlib.metadata.version('numpy') the same of any package"
)
_NO_NETWORK: Final = (
    "there is no network here: make the data in the code, for example with torch.randn, "
    "or paste it in"
)
_NO_SHELL: Final = (
    "there is no shell here: use Python, for example os.listdir() or pathlib.Path, "
    "in the snippet's own folder"
)
_NO_CELL_FILE: Final = (
    "only a notebook writes a cell to a file: use pathlib.Path('foo.py').write_text(…)"
)
_NO_ENV: Final = "%env is a notebook's command: in Python, use os.environ"
_NO_GPU: Final = "there is no GPU here, and so no nvidia-smi: everything runs on the CPU"
_TIMING: Final = (
    "%time and %timeit are a notebook's commands: send the code with /time, or call timeit.timeit"
)
_HELP: Final = "a question mark asks a notebook for help: in Python, call help(…) without it"
_UNKNOWN: Final = "lines that begin with % are a notebook's commands: Python does not know them"
_WAITS: Final = (
    "only a notebook waits outside of functions: put it into async def main(): … "
    "and call asyncio.run(main())"
)
_INVISIBLE: Final = "an invisible character (U+{code}) stands here: delete it"
_TYPOGRAPHIC: Final = "{sign} is a typographic sign, which Python does not know: type {instead}"

_IGNORED: Final = re.compile(r"\s*%(matplotlib|load_ext|reload_ext|autoreload|config|pylab)\b")
_INSTALLER: Final = r"\s*([%!$]\s*)?(python3?\s+-m\s+)?(pip3?|conda|mamba|uv)\s+(pip\s+)?"
# What a magic's answer is given to.
_GIVEN: Final = r"\s*(?:[\w., ]+=\s*)?"
# The first that fits a line says what is wrong with it.
_REFUSED: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (_INSTALLER + r"(list|show|freeze|check|inspect|--version|-V)\b", _NO_PIP),
        (_INSTALLER + r"\w", NO_INSTALLING),
        (r"\s*[!$]\s*(sudo\s+)?apt(-get)?\s", NO_INSTALLING),
        (r"\s*!\s*nvidia-smi\b|\s*nvidia-smi\s*$", _NO_GPU),
        (r"\s*([!$]\s*)?(wget|curl|git\s+(clone|pull|fetch))\s+\S", _NO_NETWORK),
        (_GIVEN + r"%%?(timeit|time|prun|lprun|memit)\b", _TIMING),
        (r"\s*%%(writefile|file)\b", _NO_CELL_FILE),
        (r"\s*%%(bash|sh|script)\b", _NO_SHELL),
        (_GIVEN + r"%(set_)?env\b", _NO_ENV),
        (_GIVEN + r"%(cd|ls|pwd|cat|mkdir|rm|run)\b", _NO_SHELL),
        (r"\s*[!$]|[^=!<>]*=\s*!", _NO_SHELL),
        (_GIVEN + r"%", _UNKNOWN),
        (r"\s*\?{1,2}[\w.]+\s*$|\s*[\w.]+\?{1,2}\s*$", _HELP),
    )
)
# Whole, as Chinese and Japanese keyboards have them; letters and numbers are Python's affair.
_WIDE: Final = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
_INSTEAD: Final = (
    {sign: instead for sign, instead in _WIDE.items() if not f"a{instead}".isidentifier()}
    | dict.fromkeys("“”„‟«»″〃", '"')
    | dict.fromkeys("‘’‚‛`´′‵ʹ", "'")  # noqa: RUF001
    | dict.fromkeys("−–—‐‑‒―", "-")  # noqa: RUF001
    | {"×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/"}  # noqa: RUF001
    | {"≤": "<=", "≥": ">=", "≠": "!=", "²": "**2", "³": "**3"}
    | {"…": "...", "→": "->", "、": ",", "。": "."}
)
_SIGN: Final = re.compile(r"(?:f-string: )?invalid character '(.)'")
_UNPRINTABLE: Final = re.compile(r".*invalid (?:non-printable )?character .*\(?U\+([0-9A-F]+)")
# Spaces of web pages, and what has no width at all.
_SPACES: Final = "\u00a0\u1680\u202f\u205f\u3000\u2028\u2029\u0085" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_WIDTHLESS: Final = "\u00ad\u034f\u061c\u180e\ufeff\ufffc" + "".join(
    chr(code)
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F))
    for code in range(first, last + 1)
)
_UNSEEN: Final = str.maketrans(_SPACES, " " * len(_SPACES), _WIDTHLESS)
_LITERAL: Final = (
    r"""(\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\#[^\n]*)"""
)
_LITERAL_OR_UNSEEN: Final = re.compile(f"{_LITERAL}|[{_SPACES}{_WIDTHLESS}]+", re.DOTALL)
_LITERAL_OR_SIGN: Final = re.compile(
    f"{_LITERAL}|[{re.escape(''.join(set(_INSTEAD) - {'`', '·'}))}]", re.DOTALL
)
# A value that a notebook would look into, for a name or the shell's, is none to copy.
_SETTING: Final = re.compile(r"(\s*)%(?:set_)?env\s+(\w+)(?:\s*=\s*|\s+)([^\s${}][^${}]*)$")


def _without_unseen(code: str) -> str:
    """Quotes and comments keep theirs, which is no mistake there."""

    def instead(found: re.Match[str]) -> str:
        return found[0] if found[1] else found[0].translate(_UNSEEN)

    return _LITERAL_OR_UNSEEN.sub(instead, code)


def _without_indentation(lines: list[str], error: SyntaxError, at: int) -> list[str] | None:
    """Code cut out of a function, a list or a page; None unless all of it stands further in."""
    above, line = lines[: at - 1], lines[at - 1]
    if not error.msg.startswith("unexpected indent") or any(map(_is_said, above)):
        return None
    indentation = line[: len(line) - len(line.lstrip())]
    plain = [each.removeprefix(indentation) for each in lines]
    # Texts on several lines can stand anywhere.
    begun = {part.lineno for part in parsed("\n".join(plain))}
    said = [lines[number - 1] for number in begun] or filter(_is_said, lines)
    return plain if all(each.startswith(indentation) for each in said) else None


def _is_said(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _instead_of_magic(line: str) -> str | None:
    """What a notebook's command comes to in Python, where it comes to anything."""
    if found := _SETTING.match(line):
        indentation, name, value = found.groups()
        return f"{indentation}__import__('os').environ[{name!r}] = {value.strip()!r}"
    return line[: len(line) - len(line.lstrip())] + "pass" if _IGNORED.match(line) else None


def _mended(lines: list[str], error: SyntaxError, at: int) -> Meant | None:
    """Without what can be done without; None where the line at fault is nothing of a paste's."""
    if is_fenced(lines, at):
        return without_fences(lines)
    if is_session(lines, at):
        return without_prompts(_without_unseen("\n".join(lines)).split("\n"))
    if (instead := _instead_of_magic(lines[at - 1])) is not None:
        return Meant([*lines[: at - 1], instead, *lines[at:]])
    if further_out := _without_indentation(lines, error, at):
        return Meant(further_out)
    plain = _without_unseen("\n".join(lines)) if _UNPRINTABLE.match(error.msg) else ""
    return Meant(changed) if plain and (changed := plain.split("\n")) != lines else None


def _misprint(line: str, error: SyntaxError) -> int | None:
    """Where in the line a sign stands that only looks like one of Python's."""
    if _SIGN.match(error.msg):
        return (error.offset or 1) - 1
    if error.msg.startswith("unterminated string literal"):
        opened = re.compile("[\"']").search(line, max((error.offset or 1) - 1, 0))
        places = range(opened.end(), len(line)) if opened else ()
        # Inside a word it is an apostrophe, which may stand there.
        ends = (at for at in places if opened and _INSTEAD.get(line[at]) == opened[0])
        return next((at for at in ends if not line[at + 1 : at + 2].isalnum()), None)
    signs = (found.start() for found in _LITERAL_OR_SIGN.finditer(line) if not found[1])
    return next(signs, None)


def _explained(line: str, error: SyntaxError) -> SyntaxError:
    """The error with better words where there are any."""
    at = _misprint(line, error)
    if at is not None and (instead := _INSTEAD.get(line[at : at + 1])):
        words = _TYPOGRAPHIC.format(sign=line[at], instead=instead)
        return _error(words, error.lineno, line, at, at + 1)
    for pattern, words in _REFUSED:
        if pattern.match(line):
            begin = len(line) - len(line.lstrip())
            return _error(words, error.lineno, line, begin, len(line.rstrip()))
    if (found := _UNPRINTABLE.match(error.msg)) and not chr(int(found[1], 16)).isprintable():
        error.msg = _INVISIBLE.format(code=found[1])
    return error


def _error(words: str, number: int | None, line: str, begin: int, end: int) -> SyntaxError:
    return SyntaxError(words, (FILENAME, number, begin + 1, line, number, end + 1))


def _waiting(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """What waits outside of functions."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield part
        elif not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _waiting(part)


def _refuse_to_wait(code: str, tree: ast.Module) -> None:
    for part in _waiting(tree):
        line = code.split("\n")[part.lineno - 1]
        ends_here = part.end_lineno == part.lineno
        end = characters(line, part.end_col_offset or 0) if ends_here else len(line.rstrip())
        raise _error(_WAITS, part.lineno, line, characters(line, part.col_offset), end)


def read(sent: str) -> tuple[str, ast.Module]:
    """What was meant, its lines where they were, and its tree; SyntaxError in words that help.

    What is left out in doubt is said on stderr. The tree shows on stdout what a session would.
    """
    code, told, shown = sent, "", frozenset[int]()
    meant = without_prompts(sent.split("\n")) if is_notebook(sent) else None
    while True:
        if meant is not None:
            code, told, shown = "\n".join(meant.lines), told + meant.told, shown | meant.shown
        try:
            tree = ast.parse(code, FILENAME)
        except SyntaxError as error:
            meant = _mended_or_explained(code, error)
            continue
        if "get_ipython()" in code and (lines := with_commands(code, tree)):
            meant = Meant(lines)
            continue
        if "await" in code or "async" in code:
            _refuse_to_wait(code, tree)
        if shown:
            show(tree, shown)
        sys.stderr.write(told)
        return code, tree


def _mended_or_explained(code: str, error: SyntaxError) -> Meant:
    lines = code.split("\n")
    at = error.lineno or 0
    if not 1 <= at <= len(lines):
        raise error
    if (meant := _mended(lines, error, at)) is None:
        raise _explained(lines[at - 1], error) from None
    return meant
