"""A classroom on one migrated database for each test: SQLite, and PostgreSQL where one is named."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from database.engine import open_engine
from database.migrate import upgrade
from knowledge.curation.store import CurationStore
from progress.store import ProgressStore
from tests.progress.conftest import migrated_there, needs_server, on_postgresql
from tests.tutor.curating import Classroom, classroom


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "unsqueeze.sqlite"
    for branch in ("progress", "curation"):
        upgrade(f"sqlite:///{path}", branch)
    return path


@pytest.fixture(scope="session")
def whole_on_server() -> Iterator[str]:
    with on_postgresql() as url:
        yield migrated_there(url, "progress", "curation")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_server)])
def url(request: pytest.FixtureRequest, whole: Path, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(whole, tmp_path / 'unsqueeze.sqlite')}"
        return
    with on_postgresql(request.getfixturevalue("whole_on_server")) as url:
        yield url


@pytest.fixture
async def room(url: str) -> AsyncIterator[Classroom]:
    engine = open_engine(url)
    yield await classroom(ProgressStore(engine), CurationStore(engine))
    await engine.dispose()
