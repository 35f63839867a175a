"""Bringing a database to the shape this release expects, with the scripts that it ships."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from database.engine import Unreachable, make_folder_of, sqlite_path
from database.revisions import Branch, connected

# Where the tables of a branch stand, for those that are not a package of their own.
_TABLES = {"curation": "knowledge.curation.tables"}

# Any constant serves, as long as every process takes the same one.
_ADVISORY_LOCK = 7_365_616_565


def upgrade(url: str, branch: Branch) -> None:
    """Apply every migration still missing. Of two processes that start together, one waits."""
    with _alone(url), connected(url) as connection:
        # SQLite alters a table by replacing it, which must not cascade into the rows around it.
        _foreign_keys(connection, on=False)
        with connection.execution_options(begin="IMMEDIATE").begin():
            _lock(connection)
            command.upgrade(_config(branch, connection), "head")


def tables_module(branch: str) -> str:
    """Name the module that holds the tables of a branch, and so its metadata."""
    return _TABLES.get(branch, f"{branch}.tables")


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Lock a file beside it: turning a new database to WAL fails at once if another does too."""
    path = sqlite_path(url)
    if path is None:
        yield
        return
    make_folder_of(path)
    with _lock_file(path) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock_file(path: Path) -> IO[str]:
    try:
        return path.with_name(f"{path.name}.lock").open("w")
    except OSError as error:
        raise Unreachable(f"expected a database that can be made, got: {error.strerror}") from error


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        # Straight to the driver: inside a transaction SQLite ignores this pragma.
        cursor = connection.connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
        cursor.close()


def _config(branch: Branch, connection: Connection | None = None) -> Config:
    """Alembic's settings; the section's name tells `migrations/env.py` which branch it is."""
    scripts = Path(str(files("migrations")))
    config = Config(ini_section=branch, attributes={"connection": connection})
    config.set_main_option("script_location", _escaped(scripts))
    config.set_main_option("version_locations", _escaped(scripts / branch / "versions"))
    config.set_main_option("path_separator", "newline")
    return config


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
