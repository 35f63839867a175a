"""Which files a snippet may open: the kernel's Landlock, by its three system calls."""

import ctypes
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sandbox.linux.kernel import call, kept_open

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH: Final = 1

_WRITE_FILE, _READ_FILE, _READ_DIRECTORY = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIRECTORY, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIRECTORY, _MAKE_FILE = 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14

READ: Final = _READ_FILE | _READ_DIRECTORY
OWN: Final = (
    READ
    | _WRITE_FILE
    | _REMOVE_DIRECTORY
    | _REMOVE_FILE
    | _MAKE_DIRECTORY
    | _MAKE_FILE
    | _REFER
    | _TRUNCATE
)
DEVICE: Final = _READ_FILE | _WRITE_FILE
_ON_FILES: Final = _READ_FILE | _WRITE_FILE | _TRUNCATE

# All rights that an ABI knows: how many bits of each kind, by the first ABI that has them.
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 5: 16}
_NETWORK_RIGHTS: Final = {4: 2}
_SCOPES: Final = {6: 2}


def _mask(bits_since: dict[int, int], abi: int) -> int:
    return (1 << max((bits for since, bits in bits_since.items() if since <= abi), default=0)) - 1


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The kernel's Landlock ABI; 0 where there is none."""
    ask_version = ctypes.c_uint(1)
    try:
        return call(_CREATE_RULESET, None, ctypes.c_size_t(0), ask_version)
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class Grants:
    """Everything forbidden but these; made once, with each path open already."""

    every: _Ruleset
    size: int
    rules: tuple[_Beneath, ...]
    own: int

    def ruleset(self, folder: bytes) -> int:
        """A ruleset that grants the folder, too; make it while the path can be seen."""
        ruleset = call(_CREATE_RULESET, ctypes.byref(self.every), self.size, 0)
        for rule in self.rules:
            call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
        parent = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        own = _Beneath(self.own, parent)
        call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(own), 0)
        os.close(parent)
        return ruleset


def _rule(path: Path, rights: int) -> _Beneath:
    return _Beneath(rights if path.is_dir() else rights & _ON_FILES, kept_open(path))


def grants(abi: int, paths: Iterable[tuple[Path, int]]) -> Grants:
    """Leaves each path open for as long as the process lives."""
    known = _mask(_FILE_RIGHTS, abi)
    return Grants(
        every=_Ruleset(known, _mask(_NETWORK_RIGHTS, abi), _mask(_SCOPES, abi)),
        size=24 if abi >= min(_SCOPES) else 16 if abi >= min(_NETWORK_RIGHTS) else 8,
        rules=tuple(_rule(path, rights & known) for path, rights in paths if path.exists()),
        own=OWN & known,
    )


def restrict(ruleset: int) -> None:
    """Put this thread and its children under the ruleset; needs no_new_privs."""
    call(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
