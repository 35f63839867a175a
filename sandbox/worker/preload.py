"""All imports that the zygote does for its spares, and the first use of what is set up by use."""

import importlib
import logging
import mimetypes
import os
from typing import Any, Final

import torch
import torch._dynamo
from matplotlib import font_manager
from matplotlib import pyplot as plt

from sandbox import jail
from sandbox.tree import Namespaces
from sandbox.worker import library

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
    library.load_compiled()
    # A view of the machine of its own begins at the library, whatever lies above that.
    if offer.namespaces is Namespaces.NONE and library.is_closed(
        library.folder(), changes_user=offer.can_change_uid
    ):
        library.keep_texts()
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
