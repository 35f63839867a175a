"""What every spare writes to, made before all else, so that it lies close together.

A spare copies each page it writes to, and a write breaks the huge page around it into small ones,
which cost its fork and its end. Most of these writes count references: of names, functions and
modules of the standard library, which would otherwise lie wherever torch first asked for them.
"""

import importlib
import importlib.util
from importlib.abc import InspectLoader
from pathlib import Path
from types import CodeType
from typing import Final

# What a run uses itself, whatever its snippet does.
_USED: Final = tuple(
    """
    ast atexit base64 ctypes io json linecache marshal mmap pathlib random re resource select
    signal socket struct tempfile threading traceback warnings weakref
    """.split()
)


def _code_of(name: str) -> CodeType | None:
    found = importlib.util.find_spec(name)
    # Not run: that would import torch. Names of one spelling are one object from here on.
    loader = found.loader if found else None
    return loader.get_code(name) if isinstance(loader, InspectLoader) else None


def make() -> tuple[CodeType | None, ...]:
    """Import what runs use, and read the names in our own code. What is returned must be kept."""
    for name in _USED:
        importlib.import_module(name)
    sandbox = Path(__file__).parents[2]
    ours = sorted(path.relative_to(sandbox.parent) for path in sandbox.glob("*/**/*.py"))
    return tuple(_code_of(".".join(path.with_suffix("").parts)) for path in ours)
