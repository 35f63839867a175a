"""Words for what a snippet has none of, or not enough: files, a command line, memory."""

import ast
import posixpath
import re
from typing import Final

from tutor.advice.around import Broken, called
from tutor.advice.table import Table

_READ: Final = frozenset(
    """
    fromfile genfromtxt imread listdir load loadtxt memmap open read_bytes read_text scandir
    """.split()
)
_WRITTEN: Final = frozenset(
    """
    dump imsave imwrite mkdir save savefig savetxt savez savez_compressed tofile write_bytes
    write_text
    """.split()
)
_WRITES: Final = re.compile("[wax]")
_MEGABYTE: Final = 1_000_000
_EMPTY: Final = (
    "A snippet begins with an empty folder, without your files: make the data in the code, or "
    "paste it in."
)
_BACKSLASH: Final = (
    r"In a text, \U begins the number of a character: put an r before the quote, as in "
    r"r'C:\Users\…'. But a snippet has an empty folder, and none of your files."
)


def _missing(broken: Broken) -> str:
    path = broken.found["path"]
    if not isinstance(broken.tree, ast.Call) or _may_be_either(broken.tree):
        return ""
    if _is_written(broken.tree):
        return _folder(posixpath.dirname(path.rstrip("/")))
    is_read = called(broken.tree) in _READ
    return f"No such file or directory: '{path}'. {_EMPTY}" if is_read else ""


def _no_parent(broken: Broken) -> str:
    return _folder(broken.found["folder"])


def _folder(name: str) -> str:
    """What to do first where a file is to be written into a folder of the snippet's own."""
    if not name or name.startswith(("/", "~", "..")):
        return ""
    return f"There is no folder {name} yet: make it first, with os.makedirs('{name}')."


def _is_written(call: ast.Call) -> bool:
    if called(call) != "open":
        return called(call) in _WRITTEN
    given = _modes(call)
    if isinstance(call.func, ast.Attribute):
        given += call.args[:1]
    modes = [each.value for each in given if isinstance(each, ast.Constant)]
    return any(_WRITES.search(each) for each in modes if isinstance(each, str) and len(each) < 4)


def _modes(call: ast.Call) -> list[ast.expr]:
    return [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "mode")]


def _may_be_either(call: ast.Call) -> bool:
    """Whether a file is opened to be read or to be written, as a value says that is not seen."""
    modes = _modes(call) if called(call) == "open" else []
    return any(not isinstance(each, ast.Constant) for each in modes)


def _no_command_line(broken: Broken) -> str:
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


def _too_much(broken: Broken) -> str:
    """How much one tensor asked for; where that is little, others had taken the rest."""
    asked = round(int(broken.found["bytes"]) / _MEGABYTE)
    return f"A tensor asked for {asked:,} MB at once, and so much was not left." if asked else ""


LIMITS: Final[Table] = {
    "FileNotFoundError": {
        r"\[Errno 2\] No such file or directory: '(?P<path>[^']+)'$": _missing,
        r"(?P<path>[^\s']+) not found\.$": _missing,
    },
    "RuntimeError": {
        r"Parent directory (?P<folder>\S+) does not exist\.$": _no_parent,
        (
            r".*DefaultCPUAllocator: can't allocate memory: you tried to allocate "
            r"(?P<bytes>\d{1,18}) bytes"
        ): _too_much,
    },
    "SyntaxError": {
        r"\(unicode error\) 'unicodeescape' codec .* truncated \\UXXXXXXXX escape": _BACKSLASH,
    },
    "SystemExit": {
        "2$": _no_command_line,
    },
}
