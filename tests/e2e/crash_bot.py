"""A whole bot for the crash test: real intake, store and wire; a small library, no sandbox.

Its process is forked from one that has imported everything, so that a start takes no second.
"""

import asyncio
import random

from bot import app, service
from bot.service import ended_by_signals
from database.engine import open_engine
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.exercises.shelf import shelf
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import RunRequest, RunResult
from tests.fakes.library import library
from tests.fakes.runner import FakeRunner
from tutor.curation_desk import Curation
from tutor.library import Shelf
from tutor.tutor import Tutor

# A start reads the exercises, which takes longer than most of these lives.
shelf()


class SlowRunner(FakeRunner):
    """Takes a moment, so that a kill can come in the middle."""

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        await asyncio.sleep(random.uniform(0.0, 0.03))
        return await super().run(request, learner=learner)


def serve(database: str, api_url: str, token: str) -> None:
    """Run until killed or told to stop."""
    asyncio.run(_serve(database, api_url, token))


async def _serve(database: str, api_url: str, token: str) -> None:
    engine = open_engine(f"sqlite:///{database}")
    store = ProgressStore(engine)
    versions, runner = CurationStore(engine), SlowRunner()
    shelf = Shelf(library(), versions)
    bot = app.build(
        Tutor(shelf, runner, store),
        Curation(shelf, runner, store, versions),
        store,
        token=token,
        api_url=api_url,
        quiet_seconds=0.05,
        messages_per_second=1000,
    )
    await ended_by_signals(service.stay(bot))
    await engine.dispose()
