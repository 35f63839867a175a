"""A real, migrated database for each test: SQLite always, PostgreSQL where one is named."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from database.engine import open_engine
from database.migrate import upgrade
from knowledge.curation.store import CurationStore
from tests.progress.conftest import migrated_there, needs_server, on_postgresql


@pytest.fixture(scope="session")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy, which is faster than migrating for every test."""
    path = tmp_path_factory.mktemp("migrated") / "curation.sqlite"
    upgrade(f"sqlite:///{path}", "curation")
    return path


@pytest.fixture(scope="session")
def curated_on_server() -> Iterator[str]:
    with on_postgresql() as url:
        yield migrated_there(url, "curation")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_server)])
def url(request: pytest.FixtureRequest, curated: Path, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(curated, tmp_path / 'curation.sqlite')}"
        return
    with on_postgresql(request.getfixturevalue("curated_on_server")) as url:
        yield url


@pytest.fixture
async def store(url: str) -> AsyncIterator[CurationStore]:
    engine = open_engine(url)
    yield CurationStore(engine)
    await engine.dispose()
