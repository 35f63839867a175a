"""A real, migrated database for each test: SQLite always, PostgreSQL where one is named."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from database.engine import open_engine
from database.migrate import upgrade
from knowledge.curation.store import CurationStore
from tests.progress.conftest import SERVER, needs_server, on_server


@pytest.fixture(scope="session")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy, which is faster than migrating for every test."""
    path = tmp_path_factory.mktemp("migrated") / "curation.sqlite"
    upgrade(f"sqlite:///{path}", "curation")
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_server)])
def url(request: pytest.FixtureRequest, curated: Path, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(curated, tmp_path / 'curation.sqlite')}"
        return
    name = f"test_{uuid4().hex}"
    on_server(f"CREATE DATABASE {name}")
    of_test = make_url(str(SERVER)).set(database=name).render_as_string(hide_password=False)
    upgrade(of_test, "curation")
    yield of_test
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(url: str) -> AsyncIterator[CurationStore]:
    engine = open_engine(url)
    yield CurationStore(engine)
    await engine.dispose()
