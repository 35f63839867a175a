"""Where a database stands among the migrations that this release ships.

Told without Alembic, which is a tenth of a bot's memory and has nothing to do at most starts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Literal

from sqlalchemy import Connection, Engine, column, inspect, select, table
from sqlalchemy.exc import OperationalError

from database.engine import DatabaseError, Unreachable, open_sync_engine, sqlite_path

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
