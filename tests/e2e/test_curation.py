"""Two whole bots on one database, and an instructor's change made in a third process.

What a change says is shown from the next message on; what is newly asked for is found as soon as
each bot has made its index, which takes a second or two.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from database.engine import open_engine
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Action, Author, Published, Version
from knowledge.pages.entry import Status
from tests.fakes.library import entry
from tests.fakes.person import Person, until

# Five seconds is what we promise; the machine that tests may be busy with others.
PATIENCE = 20.0
START_PATIENCE = 120.0
QUESTION = "What is the difference between nn.Fold and nn.Unfold?"
NEW = entry(
    "fold-vs-unfold",
    QUESTION,
    short="`Unfold` cuts small patches.\n\n```pycon\n>>> 1 + 1\n2\n```",
)
FIRST = Version(
    NEW.slug, 1, Action.CREATED, Author(9, "Ines"), datetime(2026, 11, 25, tzinfo=UTC), NEW, None
)


@pytest.fixture(scope="module")
def data(prepared: Callable[[], Path]) -> Path:
    return prepared()


@pytest.fixture(scope="module")
def addresses(data: Path) -> Iterator[list[str]]:
    """Two demos that share a data folder, and so a database; the second starts after the first."""
    environment = os.environ | {"UNSQUEEZE_DATA_DIR": str(data)}
    environment.pop("UNSQUEEZE_TELEGRAM_TOKEN", None)
    processes, found = [], []
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "unsqueeze", "demo", "--port", "0"],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        processes.append(process)
        assert process.stdout is not None
        lines = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stdout)
        found.append(next(each[0] for each in lines if each))
    yield found
    for process in processes:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        process.stdout.close()


@pytest.fixture
async def learners(addresses: list[str]) -> AsyncIterator[list[Person]]:
    """One at each bot, in chats of their own.

    Each demo numbers its messages itself. In one chat two of them would come to the same number
    sooner or later, and a message that one bot has answered the other takes for done.
    """
    async with AsyncExitStack() as stack:
        clients = [
            httpx.AsyncClient(base_url=address, timeout=30, trust_env=False)
            for address in addresses
        ]
        yield [
            Person(await stack.enter_async_context(each), user)
            for user, each in enumerate(clients, start=1001)
        ]


@pytest.fixture
async def store(data: Path) -> AsyncIterator[CurationStore]:
    engine = open_engine(f"sqlite:///{data / 'demo.sqlite'}")
    yield CurationStore(engine)
    await engine.dispose()


async def answer(learner: Person) -> str:
    reply = await learner.reply(await learner.say(QUESTION), seconds=START_PATIENCE)
    return reply["text"]


async def test_what_is_published_is_answered_and_what_is_retired_is_not(
    learners: list[Person], store: CurationStore
) -> None:
    before = [await answer(learner) for learner in learners]

    await publish(store, FIRST)
    await asyncio.gather(
        *(until(lambda learner=learner: found(learner), seconds=PATIENCE) for learner in learners)
    )
    changed = NEW.model_copy(update={"short": NEW.short.replace("small patches", "large patches")})
    await publish(store, replace(FIRST, number=2, action=Action.EDITED, entry=changed))
    edited = [await answer(learner) for learner in learners]
    retired = changed.model_copy(update={"status": Status.RETIRED})
    await publish(store, replace(FIRST, number=3, action=Action.RETIRED, entry=retired))
    after = [await answer(learner) for learner in learners]

    assert not any("patches" in text for text in before)
    assert all("large patches" in text for text in edited), "from the next message on"
    assert not any("patches" in text for text in after), "from the next message on"


async def publish(store: CurationStore, version: Version) -> None:
    assert await store.publish(version) == Published(version)


async def found(learner: Person) -> bool | None:
    return True if "small patches" in await answer(learner) else None
