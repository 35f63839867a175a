"""All imports that the zygote does for its spares, and the first use of what is set up by use."""

import importlib
import importlib.util
import linecache
import logging
import mimetypes
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
from typing import Any, Final

import torch
import torch._dynamo
from matplotlib import font_manager
from matplotlib import pyplot as plt

from sandbox.linux import jail
from sandbox.linux.tree import Namespaces

# The standard library, for spares that see less of the disk than the zygote does.
#
# What is compiled is loaded at once, since it may need libraries of the system. Where a spare may
# not even look into the library's folder (think of an interpreter below root's home, and of
# snippets that run as users of their own), the text of the rest is kept, to import it and to
# quote it.

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


# What snippets often reach for.
_STANDARD: Final = tuple(
    """
    abc argparse array ast asyncio base64 binascii bisect bz2 calendar cmath cmd code codecs
    collections collections.abc colorsys concurrent.futures concurrent.futures.thread
    configparser contextlib contextvars copy copyreg csv ctypes ctypes.util curses.ascii
    dataclasses datetime decimal difflib dis doctest email email.message encodings.ascii
    encodings.cp1252 encodings.cp437 encodings.idna encodings.latin_1 encodings.punycode
    encodings.raw_unicode_escape
    encodings.unicode_escape encodings.utf_16 encodings.utf_16_le encodings.utf_32
    encodings.utf_8_sig enum errno faulthandler fileinput fnmatch fractions ftplib functools gc
    getopt getpass gettext glob graphlib gzip hashlib heapq hmac html html.parser http
    http.client http.server importlib importlib.metadata importlib.readers importlib.resources
    inspect io
    ipaddress itertools json json.tool keyword linecache locale logging logging.handlers lzma
    marshal math mimetypes mmap multiprocessing multiprocessing.connection
    multiprocessing.dummy multiprocessing.managers multiprocessing.pool
    multiprocessing.popen_fork multiprocessing.popen_spawn_posix multiprocessing.queues
    multiprocessing.shared_memory multiprocessing.spawn multiprocessing.synchronize numbers
    opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform pprint profile
    cProfile pstats py_compile queue pydoc quopri random re reprlib resource runpy sched secrets
    select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl
    stat statistics string stringprep struct subprocess symtable sysconfig _strptime tarfile
    tempfile textwrap threading time timeit token tokenize tomllib trace traceback tracemalloc types
    typing unicodedata unittest unittest.mock urllib.error urllib.parse urllib.request uuid warnings
    wave weakref xml.dom.minidom xml.etree.ElementTree zipfile zipimport zlib zoneinfo
    """.split()
)

# Parts of torch that are slow to come, or import more of the standard library than this list holds.
_LAZY: Final = ("torch.utils.benchmark", "torch._decomp.decompositions_for_jvp")


def _import_standard(offer: jail.Offer) -> None:
    """The whole list; and what a spare could not read later is read."""
    for name in (*_STANDARD, *_LAZY):
        importlib.import_module(name)
    load_compiled()
    # A view of the machine of its own begins at the library, whatever lies above that.
    if offer.namespaces is Namespaces.NONE and is_closed(
        folder(), changes_user=offer.can_change_uid
    ):
        keep_texts()
    # It reads the system's table at its first use, and a spare can't.
    mimetypes.init()


def _drop_log_handlers() -> None:
    """Torch gives each of its loggers one; a fork by hand leaves their locks as they are."""
    loggers = logging.getLogger().manager.loggerDict.values()
    for logger in loggers:
        if isinstance(logger, logging.Logger):
            for handler in list(logger.handlers):
                logger.removeHandler(handler)


def _close_fonts() -> None:
    """Open ones are many pages, and most snippets draw nothing. Matplotlib has no name for it."""
    opened: Any = getattr(font_manager, "_get_font", None)
    if hasattr(opened, "cache_clear"):
        opened.cache_clear()


def import_all(offer: jail.Offer) -> None:
    """Do every lazy import now; forward operations only."""
    _import_standard(offer)
    torch.set_num_threads(1)
    figure = plt.figure()
    figure.add_subplot().plot([1, 2])
    figure.savefig(os.devnull, format="png")
    plt.close(figure)
    _close_fonts()
    _drop_log_handlers()
