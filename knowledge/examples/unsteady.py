"""What an example shows that another run of it would not. Pure."""

import ast
import re
from itertools import zip_longest

from knowledge.examples.python import parsed
from knowledge.examples.sessions import Shown

# Two spares are forks of one zygote, so what hangs on its memory or on its hash seed comes out
# alike in both, and is known by its looks instead: addresses, and sets that are shown whole. A loop
# that prints a set of texts one by one, or arithmetic with `id()`, can't be seen so.
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_NUMBER = re.compile(r"(?<![\w.])\d{14,15}(?![\w.])")
# The first bytes of addresses on 64-bit Linux: of a program's heap, and of what is mapped.
_MEMORY = frozenset({0x55, 0x56, 0x7E, 0x7F})
_SET = re.compile(r"\{(['\"])[^:{}]*\1, [^:{}]*\}")


def quieted(source: str) -> str:
    """Keep what seeds from showing its generator, as the pages do; all else stays as it is."""
    tree = parsed(source)
    match tree.body if tree else []:
        case [ast.Expr(value=ast.Call(func=ast.Attribute(attr="manual_seed"))) as seeds]:
            lines = source.split("\n")
            lines[seeds.lineno - 1] = f"_ = {lines[seeds.lineno - 1]}"
            return "\n".join(lines)
        case _:
            return source


def unsteady(one: Shown, other: Shown) -> str | None:
    """Say what in the output of two runs is not the same everywhere."""
    shown = f"{one.printed}\n{one.raised or ''}"
    numbers = map(int, _NUMBER.findall(shown))
    if _ADDRESS.search(shown) or any(number >> 40 in _MEMORY for number in numbers):
        return "an address in memory, which is another one each time; leave it out"
    if one != other:
        said = f"something else each time{_apart(one, other)}"
        return f"{said}; set a seed: torch.manual_seed(0), and leave out times"
    if found := _SET.search(shown):
        return f"{found[0]}, a set, whose order is another one elsewhere; sort it"
    return None


def _apart(one: Shown, other: Shown) -> str:
    """The first line that differs, both times."""
    lines = zip_longest(one.printed.splitlines(), other.printed.splitlines(), fillvalue="")
    first = next(((a, b) for a, b in lines if a != b), None)
    return f", “{first[0]}” and “{first[1]}”" if first else ""
