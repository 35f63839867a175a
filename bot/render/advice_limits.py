"""Words for what a snippet has none of, or not enough: a command line, memory."""

import ast
import re
from typing import Final

from bot.render.advice_row import Advice
from bot.render.around import Broken

_MEGABYTE: Final = 1_000_000


def _no_command_line(broken: Broken, _found: re.Match[str]) -> str:
    if "argv" in broken.code:  # It may have made itself one.
        return ""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(attr="parse_args" | "parse_known_args"), args=[], keywords=[]
        ):
            return (
                "There is no command line here, so parse_args() finds no arguments: hand them "
                "over, as in parse_args(['--lr', '0.1'])."
            )
    return ""


def _too_much(_broken: Broken, found: re.Match[str]) -> str:
    """How much one tensor asked for; where that is little, others had taken the rest."""
    asked = round(int(found["bytes"]) / _MEGABYTE)
    return f"A tensor asked for {asked:,} MB at once, and so much was not left." if asked else ""


LIMITS: Final = (
    Advice("SystemExit", re.compile("2$"), _no_command_line),
    Advice(
        "RuntimeError",
        re.compile(
            r".*DefaultCPUAllocator: can't allocate memory: you tried to allocate "
            r"(?P<bytes>\d{1,18}) bytes"
        ),
        _too_much,
    ),
)
