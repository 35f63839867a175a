"""The real bot over real HTTP, against localgram and a real SQLite store."""

import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from bot import app, service
from knowledge.curation.stores.curation_store import CurationStore
from localgram import app as localgram_app
from localgram.state import CLASS
from progress.stores.progress_store import ProgressStore
from tests.databases import copied
from tests.fakes.library import library
from tests.fakes.person import Person
from tests.fakes.runner import FakeRunner
from tutor.curation_desk import Curation
from tutor.library import Shelf
from tutor.tutor import Tutor

TOKEN = "1234567:a-token-that-must-not-be-seen"


@pytest.fixture(autouse=True)
def _times_are_spans(monkeypatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def url(migrated, branches, tmp_path) -> str:
    """SQLite alone: what differs on PostgreSQL is tested where it is written."""
    return copied(migrated(branches), tmp_path)


@pytest.fixture
def store(engine) -> ProgressStore:
    return ProgressStore(engine)


@pytest.fixture
async def telegram() -> AsyncIterator[localgram_app.LocalServer]:
    async with localgram_app.running(token=TOKEN) as local:
        yield local


@pytest.fixture
async def http(telegram) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=telegram.url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def runner() -> FakeRunner:
    return FakeRunner()


@pytest.fixture
def shelf(engine) -> Shelf:
    return Shelf(library(), CurationStore(engine))


@pytest.fixture
def tutor(shelf, runner, store) -> Tutor:
    return Tutor(shelf, runner, store)


@pytest.fixture
def curation(shelf, runner, store, engine) -> Curation:
    return Curation(shelf, runner, store, CurationStore(engine))


@pytest.fixture
def parts(tutor, curation) -> tuple[Tutor, Curation]:
    return tutor, curation


@pytest.fixture
def built(parts, store, telegram) -> app.Bot:
    return app.build(
        *parts,
        store,
        token=TOKEN,
        api_url=telegram.url,
        quiet_seconds=0.1,
        messages_per_second=1000,
    )


@pytest.fixture
async def bot(built) -> AsyncIterator[app.Bot]:
    async with service.running(built):
        yield built


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def lena(http) -> Person:
    return Person(http, 1001)


@pytest.fixture
def ines(http) -> Person:
    return Person(http, 1002)


@pytest.fixture
def in_class(http) -> Person:
    return Person(http, 1001, CLASS)
