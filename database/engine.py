"""Engines: SQLite made durable and strict, PostgreSQL pooled. Nothing else opens a database."""

import asyncio
import importlib.util
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MILLISECONDS = 5_000

# The order matters: the time-out must hold before anything can meet a lock.
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)

_DRIVERS = {
    "sqlite": ("sqlite+pysqlite", "sqlite+aiosqlite"),
    "postgresql": ("postgresql+psycopg", "postgresql+psycopg"),
}
# PostgreSQL lets many write at once; SQLite one, and queueing here is fairer than its polling.
_WRITERS = {"sqlite": 1, "postgresql": 8}
_EXPECTED = "expected a database URL: sqlite:///PATH or postgresql://USER@HOST:PORT/NAME"

# An error's text would repeat the values of its statement: learners' words, in a log.
_OPTIONS: dict[str, Any] = {"pool_pre_ping": True, "hide_parameters": True}


class DatabaseError(Exception):
    """Root of what can go wrong around databases. Never raised itself."""


class UnknownDatabase(DatabaseError):
    """The database URL is not one that can be opened."""


class NoDriver(DatabaseError):
    """The package that speaks to PostgreSQL is not installed: SQLite needs none."""


class NoFolder(DatabaseError):
    """The folder of a database file is not there, and can't be made."""


class Unreachable(DatabaseError):
    """No database answers at the URL, or it refuses."""


def open_engine(url: str) -> AsyncEngine:
    """Make an engine for the event loop; nothing is opened until the first connection."""
    _, driver = _drivers(url)
    engine = create_async_engine(_folder_made(url).set(drivername=driver), **_OPTIONS)
    _configure(engine.sync_engine)
    # With the engine, so that all stores on one database wait in one queue.
    writers = asyncio.Semaphore(_WRITERS[engine.dialect.name])
    engine.update_execution_options(writers=writers)
    return engine


def open_sync_engine(url: str) -> Engine:
    """Make one for commands and migrations, which have no event loop."""
    driver, _ = _drivers(url)
    engine = create_engine(_folder_made(url).set(drivername=driver), **_OPTIONS)
    _configure(engine)
    return engine


def writing(engine: AsyncEngine) -> AsyncEngine:
    """Give the same engine, whose transactions take SQLite's write lock at once.

    A transaction that reads first and writes later can't wait for the lock: SQLite fails it.
    """
    return engine.execution_options(begin="IMMEDIATE")


@asynccontextmanager
async def write(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction as soon as the database has room for one more writer.

    `engine` is one of `writing`, kept: to make it anew costs a tenth of a short transaction.
    A write within a write waits for ever on SQLite, where one writes at a time: pass the connection
    on instead.
    """
    writers: asyncio.Semaphore = engine.get_execution_options()["writers"]
    async with writers, engine.begin() as connection:
        yield connection


def sqlite_path(url: str) -> Path | None:
    """Name the file of a URL; None for PostgreSQL and for a database in memory."""
    parsed = _parse(url)
    in_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {
        None,
        "",
        ":memory:",
    }
    return Path(str(parsed.database)) if in_file else None


def sqlite_url(path: Path) -> str:
    """Name the URL of a file; what means something in a URL may be a letter of its name."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def make_private(folder: Path) -> None:
    """Make a folder that no other account can look into; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_folder_of(path: Path) -> None:
    """Make the folder that a database's file lies in; NoFolder where that can't be done."""
    try:
        make_private(path.parent)
    except OSError as error:
        raise NoFolder(
            f"expected a folder, or a place where one can be made, got {path.parent}: "
            f"{error.strerror}"
        ) from error


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        # The text may hold a password, so it is not repeated.
        raise UnknownDatabase(_EXPECTED) from None


def _drivers(url: str) -> tuple[str, str]:
    backend = _parse(url).get_backend_name()
    if backend not in _DRIVERS:
        raise UnknownDatabase(f"{_EXPECTED}, got one of {backend}")
    if backend == "postgresql" and importlib.util.find_spec("psycopg") is None:
        raise NoDriver("PostgreSQL needs a package more: pip install 'psycopg[binary]'")
    return _DRIVERS[backend]


def _folder_made(url: str) -> URL:
    if (path := sqlite_path(url)) is not None:
        make_folder_of(path)
    return _parse(url)


def _configure(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own implicit BEGIN skips reads and DDL; _begin opens every transaction instead.
    connection.isolation_level = None
    cursor: Any = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


# What a database's driver says, as an error of ours: one line, without the statement.


class Refusal(DatabaseError):
    """The database does not do what was asked: it is locked, full, read-only or no database."""


class Damaged(Refusal):
    """The file is none of SQLite's, or parts of it are lost."""


@contextmanager
def refusals() -> Iterator[None]:
    """Raise a driver's errors as ours, which any process can hand to any other.

    A row that breaks a rule of its table is a bug of ours, so that error stays as it is.
    """
    try:
        yield
    except (exc.IntegrityError, exc.DataError):
        raise
    except exc.DBAPIError as error:
        # SQLite's driver has a class for each fault, and the general one is left for damage.
        kind = Damaged if type(error) is exc.DatabaseError else Refusal
        raise kind(" ".join(str(error.orig).split())) from error
