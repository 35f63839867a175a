"""Where a database stands among the migrations that this release ships.

Told without Alembic, which is a tenth of a bot's memory and has nothing to do at most starts.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, Literal

from sqlalchemy import Connection, Engine, column, inspect, select, table, text
from sqlalchemy.exc import OperationalError

from database.engine import (
    DatabaseError,
    Unreachable,
    make_folder_of,
    open_sync_engine,
    sqlite_path,
)

Branch = Literal["curation", "knowledge", "progress"]


class UnknownRevision(DatabaseError):
    """A newer release has changed this database."""


def pending(url: str, branch: Branch) -> tuple[str, ...]:
    """List the revisions still missing, the oldest first."""
    known, at = revisions(branch), current(url, branch)
    if at is None:
        return known
    if at not in known:
        raise UnknownRevision(
            f"the database is at {branch} revision {at}, this release knows them up to {known[-1]}:"
            " start the newer release again, or restore a backup from before it"
        )
    return known[known.index(at) + 1 :]


def current(url: str, branch: Branch) -> str | None:
    """Tell the revision a database is at; None where nothing was ever applied."""
    if _is_unmade(url):
        return None
    name = version_table(branch)
    with connected(url) as connection:
        if not inspect(connection).has_table(name):
            return None
        return connection.scalar(select(column("version_num")).select_from(table(name)))


def _is_unmade(url: str) -> bool:
    """Whether it is a file that nobody has made yet, or whose maker is about to write into it.

    To open it would make it, and fail where another process does so at that moment.
    """
    if (path := sqlite_path(url)) is None:
        return False
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True
    except OSError:
        # Who opens it is told why that can't be done.
        return False


def revisions(branch: Branch) -> tuple[str, ...]:
    """List all that ship, the oldest first: a script's name begins with its revision."""
    scripts = files("migrations").joinpath(branch, "versions").iterdir()
    names = (script.name for script in scripts if script.name.endswith(".py"))
    return tuple(sorted(name.partition("_")[0] for name in names))


def version_table(branch: str) -> str:
    """Each branch counts for itself, so both may live in one database."""
    return f"{branch}_version"


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Open a connection for a moment."""
    engine = open_sync_engine(url)
    try:
        with _connecting(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def _connecting(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except OperationalError as error:
        # Several lines, of which the last is an address about SQLAlchemy.
        said = " ".join(str(error.orig).split())
        raise Unreachable(f"expected a database that answers, got: {said}") from error


# Bringing a database to the shape this release expects, with the scripts that it ships.

# Where the tables of a branch stand, for those that are not a package of their own.
_TABLES: dict[str, str] = {
    "curation": "knowledge.curation.stores.tables",
    "knowledge": "knowledge.base.tables",
    "progress": "progress.stores.class_tables",
}

# Any constant serves, as long as every process takes the same one.
_ADVISORY_LOCK = 7_365_616_565


def upgrade(url: str, branch: Branch) -> None:
    """Apply every migration still missing. Of two processes that start together, one waits."""
    from alembic import command

    with _alone(url), connected(url) as connection:
        # SQLite alters a table by replacing it, which must not cascade into the rows around it.
        _foreign_keys(connection, on=False)
        with connection.execution_options(begin="IMMEDIATE").begin():
            _lock(connection)
            command.upgrade(_config(branch, connection), "head")


def tables_module(branch: str) -> str:
    """Name the module that holds the tables of a branch, and so its metadata."""
    return _TABLES[branch]


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


def _config(branch: Branch, connection: Connection | None = None) -> Any:
    """Alembic's settings; the section's name tells `migrations/env.py` which branch it is."""
    from alembic.config import Config

    scripts = Path(str(files("migrations")))
    config = Config(ini_section=branch, attributes={"connection": connection})
    config.set_main_option("script_location", _escaped(scripts))
    config.set_main_option("version_locations", _escaped(scripts / branch / "versions"))
    config.set_main_option("path_separator", "newline")
    return config


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
