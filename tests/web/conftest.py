"""The page over real HTTP, of a class and its figures in a real store."""

import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from progress.cohorts.cohort import Cohort
from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from tests.databases import copied
from unsqueeze.commands.web import serving
from web.app import Site

TOKEN = "1234567:a-token-that-must-not-be-seen"
INES, OTTO = 1002, 1003
HOSTILE = "<script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\">"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(migrated, branches, tmp_path) -> str:
    return copied(migrated(branches), tmp_path)


@pytest.fixture
def store(engine) -> ProgressStore:
    return ProgressStore(engine)


@pytest.fixture
async def address(store, clock) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        site = Site(store, lambda: {"shapes": f"Shapes {HOSTILE}"}, url, TOKEN, clock)
        async with serving(site, listener):
            yield url


@pytest.fixture
async def http(address) -> AsyncIterator[httpx.AsyncClient]:
    ours = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(
        base_url=address, headers=ours, trust_env=False, follow_redirects=True
    ) as client:
        yield client


@pytest.fixture
async def cohort(store) -> Cohort:
    """A class of six, who ask what can and what can't be answered."""
    before = NOW - timedelta(days=3)
    made = await store.cohorts.create(f"Tuesdays {HOSTILE}", INES, before)
    for learner in range(1, 7):
        await store.cohorts.join(made.id, learner, before.date())
        for each in _asked(learner):
            await store.commit(each)
    return made


def _asked(learner: int) -> Iterator[Turn]:
    for number, kind in enumerate((Kind.ABSTAINED, Kind.ABSTAINED, Kind.ANSWERED)):
        at = NOW - timedelta(days=1, seconds=-number)
        turn = Turn(Sender(learner, HOSTILE), at, 10 * learner + number)
        turn.record(Kind.ASKED, text=HOSTILE)
        turn.record(kind, topic="shapes", text=HOSTILE)
        yield turn
