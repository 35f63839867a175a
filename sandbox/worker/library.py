"""The standard library, for spares that see less of the disk than the zygote does.

What is compiled is loaded at once, since it may need libraries of the system. Where a spare may not
even look into the library's folder (think of an interpreter below root's home, and of snippets that
run as users of their own), the text of the rest is kept, to import it and to quote it.
"""

import importlib
import importlib.util
import linecache
import os
import stat
import sys
import sysconfig
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final

_LEFT_OUT: Final = frozenset(
    {"__pycache__", "dist-packages", "ensurepip", "idlelib", "lib2to3", "site-packages", "test"}
    | {"tests", "tkinter", "turtledemo", "venv"}
)
# They look for a screen or belong to Python's own tests.
_NOT_LOADED: Final = ("_tkinter", "_test", "_xx", "xx", "_ctypes_test")


def is_closed(folder: Path, *, changes_user: bool) -> bool:
    """Claim that a spare can't look into a folder, be it as another user or without privilege."""

    def opens(place: Path) -> bool:
        facts = place.stat()
        mine = not changes_user and facts.st_uid == os.geteuid()
        return mine or bool(facts.st_mode & stat.S_IXOTH)

    return not all(opens(place) for place in (folder, *folder.parents))


class InMemoryImporter(MetaPathFinder, InspectLoader):
    """Modules of which the text is in memory, by name."""

    def __init__(self, texts: dict[str, bytes], packages: frozenset[str]) -> None:
        self._texts = texts
        self._packages = packages

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname not in self._texts:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def is_package(self, fullname: str) -> bool:
        return fullname in self._packages

    def get_source(self, fullname: str) -> str:
        return importlib.util.decode_source(zlib.decompress(self._texts[fullname]))


def _files(library: Path) -> Iterator[tuple[str, Path]]:
    for folder, inner, files in os.walk(library):
        inner[:] = [name for name in inner if name not in _LEFT_OUT and name.isidentifier()]
        within = Path(folder).relative_to(library).parts
        for name in files:
            if name.endswith(".py"):
                parts = (*within, name.removesuffix(".py"))
                yield ".".join(parts).removesuffix(".__init__"), Path(folder, name)


def folder() -> Path:
    """Where the library is."""
    return Path(sysconfig.get_path("stdlib"))


def load_compiled() -> None:
    """All but what needs a screen or is not there in full."""
    suffix = EXTENSION_SUFFIXES[0]
    found = folder().glob(f"lib-dynload/*{suffix}")
    for name in sorted(path.name.removesuffix(suffix) for path in found):
        if not name.startswith(_NOT_LOADED):
            with suppress(ImportError):
                importlib.import_module(name)


def keep_texts() -> None:
    """Keep the text of the standard library, for spares that can read none of its files."""
    files = dict(_files(folder()))
    texts = {name: zlib.compress(path.read_bytes(), 1) for name, path in files.items()}
    packages = frozenset(name for name, path in files.items() if path.stem == "__init__")
    importer = InMemoryImporter(texts, packages)
    for name, path in files.items():
        # To quote lines of what was loaded from a file that can't be read then.
        linecache.cache[str(path)] = (partial(importer.get_source, name),)
    sys.meta_path.append(importer)
