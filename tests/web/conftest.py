"""The page over real HTTP, of a class and its figures in a real store."""

import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import pytest

from knowledge.exercises.shelf import shelf
from progress.cohorts.cohort import Cohort
from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from tests.databases import copied
from tests.fakes.library import library
from tests.tutor.views.simulated import NOW, simulated
from tutor.library import Shelf
from tutor.views.views import Views
from unsqueeze.commands.web import serving
from web.app import Site

TOKEN = "1234567:a-token-that-must-not-be-seen"
HOSTILE = "<script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\">"


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
        site = Site(
            store,
            Views(store, Shelf(library()), shelf()),
            lambda: {"shapes": f"Shapes {HOSTILE}"},
            url,
            TOKEN,
            clock,
        )
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
    """A class of twelve; six of them have a hostile name, and ask what can't be answered."""
    made = (await simulated(store)).mine
    await store.cohorts.change(made.id, name=f"Tuesdays {HOSTILE}", time_zone="UTC", ends_on=None)
    for learner in range(1, 7):
        for each in _asked(learner):
            await store.commit(each)
    return made


def _asked(learner: int) -> Iterator[Turn]:
    for number in range(2):
        turn = Turn(Sender(learner, HOSTILE), NOW - timedelta(hours=1), 10 * learner + number)
        turn.record(Kind.ASKED, text=HOSTILE)
        turn.record(Kind.ABSTAINED, text=HOSTILE)
        yield turn
