"""A real, migrated database for each test: SQLite always, PostgreSQL where one is named.

`UNSQUEEZE_TEST_POSTGRES_URL` names a server (`postgresql://user@host/postgres`) on which the tests
may create and drop databases.
"""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from database.engine import open_engine, open_sync_engine
from database.migrate import upgrade
from progress.store import ProgressStore

SERVER = os.environ.get("UNSQUEEZE_TEST_POSTGRES_URL")
needs_server = pytest.mark.skipif(SERVER is None, reason="no PostgreSQL server is named")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy, which is faster than migrating for every test."""
    path = tmp_path_factory.mktemp("migrated") / "progress.sqlite"
    upgrade(f"sqlite:///{path}", "progress")
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_server)])
def url(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(migrated, tmp_path / 'progress.sqlite')}"
        return
    name = f"test_{uuid4().hex}"
    on_server(f"CREATE DATABASE {name}")
    of_test = make_url(str(SERVER)).set(database=name).render_as_string(hide_password=False)
    upgrade(of_test, "progress")
    yield of_test
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(url: str) -> AsyncIterator[ProgressStore]:
    engine = open_engine(url)
    yield ProgressStore(engine)
    await engine.dispose()


def on_server(statement: str) -> None:
    engine = open_sync_engine(str(SERVER))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
