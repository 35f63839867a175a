"""Words for a file that is not there: a snippet begins with an empty folder."""

import ast
import posixpath
import re
from typing import Final

from bot.render.advice_row import Advice
from bot.render.around import Broken

_READ: Final = frozenset(
    """
    fromfile genfromtxt imread listdir load loadtxt memmap open read_bytes read_text scandir
    """.split()  # noqa: SIM905
)
_WRITTEN: Final = frozenset(
    """
    dump imsave imwrite mkdir save savefig savetxt savez savez_compressed tofile write_bytes
    write_text
    """.split()  # noqa: SIM905
)
_WRITES: Final = re.compile("[wax]")
_EMPTY: Final = (
    "A snippet begins with an empty folder, without your files: make the data in the code, or "
    "paste it in."
)


def _missing(broken: Broken, found: re.Match[str]) -> str:
    path = found["path"]
    if not isinstance(broken.tree, ast.Call) or _may_be_either(broken.tree):
        return ""
    if _is_written(broken.tree):
        return _folder(posixpath.dirname(path.rstrip("/")))
    is_read = _called(broken.tree) in _READ
    return f"No such file or directory: '{path}'. {_EMPTY}" if is_read else ""


def _no_parent(_broken: Broken, found: re.Match[str]) -> str:
    return _folder(found["folder"])


def _folder(name: str) -> str:
    """What to do first where a file is to be written into a folder of the snippet's own."""
    if not name or name.startswith(("/", "~", "..")):
        return ""
    return f"There is no folder {name} yet: make it first, with os.makedirs('{name}')."


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_written(call: ast.Call) -> bool:
    if _called(call) != "open":
        return _called(call) in _WRITTEN
    given = _modes(call)
    if isinstance(call.func, ast.Attribute):
        given += call.args[:1]
    modes = [each.value for each in given if isinstance(each, ast.Constant)]
    return any(_WRITES.search(each) for each in modes if isinstance(each, str) and len(each) < 4)


def _modes(call: ast.Call) -> list[ast.expr]:
    return [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "mode")]


def _may_be_either(call: ast.Call) -> bool:
    """Whether a file is opened to be read or to be written, as a value says that is not seen."""
    modes = _modes(call) if _called(call) == "open" else []
    return any(not isinstance(each, ast.Constant) for each in modes)


def _backslash(_broken: Broken, _found: re.Match[str]) -> str:
    return (
        r"In a text, \U begins the number of a character: put an r before the quote, as in "
        r"r'C:\Users\…'. But a snippet has an empty folder, and none of your files."
    )


FILES: Final = (
    Advice(
        "FileNotFoundError",
        re.compile(r"\[Errno 2\] No such file or directory: '(?P<path>[^']+)'$"),
        _missing,
    ),
    Advice("FileNotFoundError", re.compile(r"(?P<path>[^\s']+) not found\.$"), _missing),
    Advice(
        "RuntimeError",
        re.compile(r"Parent directory (?P<folder>\S+) does not exist\.$"),
        _no_parent,
    ),
    Advice(
        "SyntaxError",
        re.compile(r"\(unicode error\) 'unicodeescape' codec .* truncated \\UXXXXXXXX escape"),
        _backslash,
    ),
)
