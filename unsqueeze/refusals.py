"""Which setting leads to a database that refuses, where it lies, and what its disk says."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from database.engine import DatabaseError, Unreachable, sqlite_path
from database.refusal import Refusal, refusals
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings

# Far more than SQLite needs to open a file and to write some rows.
_SCARCE_KIB: Final = 1_024


@contextmanager
def explained_by_setting(settings: Settings) -> Iterator[None]:
    """Put the setting's name before what the database of learners and events says."""
    name = "DATABASE_URL" if settings.database_url else "DATA_DIR"
    try:
        with refusals():
            yield
    except DatabaseError as error:
        raise SetupFault(f"UNSQUEEZE_{name}: {error}{_about(error, settings)}") from error


def _about(error: DatabaseError, settings: Settings) -> str:
    """What SQLite leaves out: the path, and why the system refused what it wanted."""
    path = sqlite_path(settings.progress_url)
    if path is None or not isinstance(error, Refusal | Unreachable):
        return ""
    why = _fault_of_disk(path.absolute())
    what_to_do = ": restore a backup" if "malformed" in str(error) else ""
    return f" ({path.absolute()}{f': {why}' if why else ''}){what_to_do}"


def _fault_of_disk(path: Path) -> str:
    """To SQLite a full disk is a broken one, and a read-only one a file that can't be opened."""
    try:
        disk = os.statvfs(path.parent)
    except OSError as error:
        return str(error.strerror)
    if disk.f_flag & os.ST_RDONLY:
        return "that disk is read-only"
    if disk.f_blocks and (free := disk.f_bavail * disk.f_frsize >> 10) < _SCARCE_KIB:
        return f"{free} KiB are free there"
    for place in (path.parent, path):
        if place.exists() and not os.access(place, os.W_OK):
            return f"{place} may not be written by uid {os.geteuid()}"
    return ""
