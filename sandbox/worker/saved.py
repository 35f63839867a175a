"""A notebook saved as a script: its commands are calls there, of a function that only it has."""

import ast
import re
from typing import Any, Final

# How a notebook writes what it saves as a call of the method.
_WRITTEN: Final = {
    "run_line_magic": "%{}",
    "magic": "%{}",
    "run_cell_magic": "%%{}",
    "system": "!{}",
}
_SAVED: Final = re.compile(rf"get_ipython\(\)\.({'|'.join(_WRITTEN)})\((.*)\)[ ;]*")
_MADE: Final = re.compile(r"\b(?:def|import|as|global)\s+get_ipython\b|\bget_ipython\s*=(?!=)")


def with_commands(code: str, tree: ast.Module) -> list[str] | None:
    """The lines as the notebook had them; None where there is no such command.

    Only statements of the whole, alone on their lines: what is within another may never run.
    """
    lines = code.split("\n")
    begun = {each.lineno for each in tree.body if each.lineno == each.end_lineno}
    found = {number: _command(lines[number - 1]) for number in begun}
    commands = {number: command for number, command in found.items() if command}
    if not commands or _MADE.search(code):
        return None
    return [commands.get(number, line) for number, line in enumerate(lines, 1)]


def _command(line: str) -> str | None:
    if (found := _SAVED.fullmatch(line)) is None:
        return None
    given = _texts(found[2])
    # Of a cell's the first line is the command.
    return _WRITTEN[found[1]].format(" ".join(given).split("\n")[0]) if given else None


def _texts(arguments: str) -> list[str]:
    try:
        given: Any = ast.literal_eval(f"({arguments},)")
    except (ValueError, SyntaxError):
        return []
    return [each for each in given if isinstance(each, str)]
