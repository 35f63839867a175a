"""A classroom on one migrated database for each test: SQLite, and PostgreSQL where one is named."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from database.engine import open_engine
from database.migrate import upgrade
from knowledge.curation.store import CurationStore
from progress.store import ProgressStore
from tests.progress.conftest import SERVER, needs_server, on_server
from tests.tutor.curating import Classroom, classroom


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "unsqueeze.sqlite"
    for branch in ("progress", "curation"):
        upgrade(f"sqlite:///{path}", branch)
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_server)])
def url(request: pytest.FixtureRequest, whole: Path, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(whole, tmp_path / 'unsqueeze.sqlite')}"
        return
    name = f"test_{uuid4().hex}"
    on_server(f"CREATE DATABASE {name}")
    of_test = make_url(str(SERVER)).set(database=name).render_as_string(hide_password=False)
    for branch in ("progress", "curation"):
        upgrade(of_test, branch)
    yield of_test
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def room(url: str) -> AsyncIterator[Classroom]:
    engine = open_engine(url)
    yield await classroom(ProgressStore(engine), CurationStore(engine))
    await engine.dispose()
