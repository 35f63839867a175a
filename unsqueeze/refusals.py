"""Which setting leads to a database that refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

from database.engine import DatabaseError
from database.refusal import refusals
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings


@contextmanager
def explained_by_setting(settings: Settings) -> Iterator[None]:
    """Put the setting's name before what the database of learners and events says."""
    name = "DATABASE_URL" if settings.database_url else "DATA_DIR"
    try:
        with refusals():
            yield
    except DatabaseError as error:
        raise SetupFault(f"UNSQUEEZE_{name}: {error}") from error
