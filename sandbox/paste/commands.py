"""Lines for a notebook or a terminal: some come to something in Python, others get a sentence.

A notebook saved as a script has its own as calls, which Python reads: those are found by its tree.
"""

import ast
import re
from typing import Any, Final

from sandbox.paste.statements import lines_in_texts

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
_NO_TERMINAL: Final = (
    "this line is for a terminal, and there is none here: send the code that it would run"
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
_HTML: Final = "this is a page's HTML and not what the page shows: copy the code as plain text"
_CHANGE: Final = "this is a change as git shows it: send the code as it is afterwards"
_QUOTE: Final = "leave out the > in front of the lines"
_UNKNOWN: Final = "lines that begin with % are a notebook's commands: Python does not know them"

# What a notebook looks like and says, which is nothing that its code depends on.
_LOOKS: Final = (
    r"(?:%(?:matplotlib|load_ext|reload_ext|autoreload|config|pylab|precision|xmode|colors|pdb"
    r"|reset)|%%capture)\b"
)
_IGNORED: Final = re.compile(rf"(\s*|[^'\"#]*;\s*){_LOOKS}")
_INSTALLER: Final = r"\s*([%!$]\s*)?(python3?\s+-m\s+)?(pip3?|conda|mamba|uv)\s+(pip\s+)?"
# With the prompt of a terminal, of conda's and PowerShell's too.
_SHELLS_PROMPT: Final = r"\s*(\(\w+\)\s*)?(PS )?(\S*[!$%>]\s*)?"
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
        (_SHELLS_PROMPT + r"(python3?|py|torchrun)\s+(-\w|\S+\.py\b)", _NO_TERMINAL),
        (_GIVEN + r"%%?(timeit|time|prun|lprun|memit)\b", _TIMING),
        (r"\s*%%(writefile|file)\b", _NO_CELL_FILE),
        (r"\s*%%(bash|sh|script)\b", _NO_SHELL),
        (_GIVEN + r"%(set_)?env\b", _NO_ENV),
        (_GIVEN + r"%(cd|ls|pwd|cat|mkdir|rm|run)\b", _NO_SHELL),
        (r"\s*[!$]|[^=!<>]*=\s*!", _NO_SHELL),
        (_GIVEN + r"%", _UNKNOWN),
        (r"\s*</?[a-z]+\b[^=<]*>|[^'\"]*&(?:lt|gt|amp|quot|#39);", _HTML),
        (r"@@ |diff --git ", _CHANGE),
        (r"> ", _QUOTE),
        (r"\s*\?{1,2}[\w.]+\s*$|\s*[\w.]+\?{1,2}\s*$", _HELP),
    )
)
# A notebook that is saved as a script calls a function that only it has: how it had each call.
_WRITTEN: Final = {
    "run_line_magic": "%{}",
    "magic": "%{}",
    "run_cell_magic": "%%{}",
    "system": "!{}",
}
_SAVED: Final = re.compile(rf"get_ipython\(\)\.({'|'.join(_WRITTEN)})\((.*)\)[ ;]*")


def refusal(line: str) -> str | None:
    """Why such a line is not for Python, and what to do instead."""
    said = line.strip()
    return next((words for pattern, words in _REFUSED if pattern.match(said)), None)


def without_commands(lines: list[str], at: int) -> list[str] | None:
    """With what they come to in Python; None where the fault is no such line."""
    if _in_python(lines[at - 1]) is None:
        return None
    texts = lines_in_texts(lines)
    return [
        line if number in texts or (said := _in_python(line)) is None else said
        for number, line in enumerate(lines, 1)
    ]


def _in_python(line: str) -> str | None:
    return f"{found[1]}pass" if (found := _IGNORED.match(line)) else None


def with_commands(code: str) -> list[str] | None:
    """The lines as the notebook had them; None where there is no such command.

    Only those that begin a line: what is within another statement may never run.
    """
    lines = code.split("\n")
    texts = lines_in_texts(lines)
    meant = [line if n in texts else _unsaved(line) or line for n, line in enumerate(lines, 1)]
    return None if meant == lines else meant


def _unsaved(line: str) -> str | None:
    if (found := _SAVED.fullmatch(line)) is None:
        return None
    try:
        given: Any = ast.literal_eval(f"({found[2]},)")
    except (ValueError, SyntaxError):
        return None
    # Of a cell's the first line is the command.
    return _WRITTEN[found[1]].format(" ".join(map(str, given)).split("\n")[0])
