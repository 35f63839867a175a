"""What a database's driver says, as an error of ours: one line, without the statement."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from database.engine import DatabaseError


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
