"""Real, migrated databases for tests: SQLite always, PostgreSQL where one is named.

`UNSQUEEZE_TEST_POSTGRES_URL` names a server (`postgresql://user@host/postgres`) on which the tests
may create and drop databases.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from database.engine import open_sync_engine
from database.migrations import Branch, upgrade

SERVER = os.environ.get("UNSQUEEZE_TEST_POSTGRES_URL")
KINDS = (
    "sqlite",
    pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(SERVER is None, reason="no PostgreSQL server is named"),
    ),
)

Branches = tuple[Branch, ...]
# A migrated file to copy, which is faster than migrating for every test.
Migrated = Callable[[Branches], Path]
# The same on a server: the name of a database to copy.
Templates = Callable[[Branches], str]


def migrated_once(folder: Path) -> Migrated:
    """Each combination of branches is migrated where it is first asked for."""

    def migrated(branches: Branches) -> Path:
        path = folder / f"{'-'.join(branches)}.sqlite"
        if not path.exists():
            _upgraded(f"sqlite:///{path}", branches)
        return path

    return migrated


def migrated_there(stack: ExitStack) -> Templates:
    """Name the databases to copy on the server, each made where it is first asked for."""
    made: dict[Branches, str] = {}

    def template(branches: Branches) -> str:
        if branches not in made:
            url = _upgraded(stack.enter_context(on_server()), branches)
            made[branches] = str(make_url(url).database)
        return made[branches]

    return template


def copied(migrated: Path, folder: Path) -> str:
    """The address of a SQLite database of its own."""
    return f"sqlite:///{shutil.copy(migrated, folder / 'unsqueeze.sqlite')}"


@contextmanager
def on_server(template: str = "template1") -> Iterator[str]:
    """The address of a PostgreSQL database of its own, a copy of another; it goes away again."""
    name = f"test_{uuid4().hex}"
    _execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield make_url(str(SERVER)).set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(f"DROP DATABASE {name} WITH (FORCE)")


def _upgraded(url: str, branches: Branches) -> str:
    for branch in branches:
        upgrade(url, branch)
    return url


def _execute(statement: str) -> None:
    engine = open_sync_engine(str(SERVER))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
