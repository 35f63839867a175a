"""A real, migrated database for each test: SQLite always, PostgreSQL where one is named.

`UNSQUEEZE_TEST_POSTGRES_URL` names a server (`postgresql://user@host/postgres`) on which the tests
may create and drop databases.
"""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from database.engine import open_engine, open_sync_engine
from database.migrate import Branch, upgrade
from progress.store import ProgressStore

SERVER = os.environ.get("UNSQUEEZE_TEST_POSTGRES_URL")
needs_server = pytest.mark.skipif(SERVER is None, reason="no PostgreSQL server is named")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy, which is faster than migrating for every test."""
    path = tmp_path_factory.mktemp("migrated") / "progress.sqlite"
    upgrade(f"sqlite:///{path}", "progress")
    return path


@pytest.fixture(scope="session")
def migrated_on_server() -> Iterator[str]:
    with on_postgresql() as url:
        yield migrated_there(url, "progress")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_server)])
def url(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(migrated, tmp_path / 'progress.sqlite')}"
        return
    with on_postgresql(request.getfixturevalue("migrated_on_server")) as url:
        yield url


@pytest.fixture
async def store(url: str) -> AsyncIterator[ProgressStore]:
    engine = open_engine(url)
    yield ProgressStore(engine)
    await engine.dispose()


@contextmanager
def on_postgresql(template: str = "template1") -> Iterator[str]:
    """The address of a new database, a copy of another."""
    name = f"test_{uuid4().hex}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield make_url(str(SERVER)).set(database=name).render_as_string(hide_password=False)
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


def migrated_there(url: str, *branches: Branch) -> str:
    """The name of the database, once it is one to copy."""
    for branch in branches:
        upgrade(url, branch)
    return str(make_url(url).database)


def on_server(statement: str) -> None:
    engine = open_sync_engine(str(SERVER))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
