"""The demo's made-up class fills every view, is written once, and is not the class one is at."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.exercises.shelf import shelf
from localgram.state import INSTRUCTOR
from progress.periods import Period
from progress.stores.progress_store import ProgressStore
from tests.databases import copied
from tests.fakes.library import library
from tutor.library import Shelf
from tutor.views.views import Views
from unsqueeze.commands.example_class import LEARNERS, NAME, make_example

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def url(migrated, branches, tmp_path) -> str:
    return copied(migrated(branches), tmp_path)


async def test_every_view_of_it_has_something_to_show(engine) -> None:
    store, exercises = ProgressStore(engine), [*shelf().values()][:8]
    for _ in range(2):
        await make_example(store, [*library().topics], exercises, NOW)

    [taught] = await store.cohorts.taught_by(INSTRUCTOR)
    views = Views(store, Shelf(library()), shelf()).of(taught.cohort.id)
    month = Period((NOW - timedelta(days=29)).date(), NOW.date())
    assert taught.cohort.name == NAME
    assert len((await views.topics(INSTRUCTOR, NOW)).rows) == LEARNERS
    assert (await views.stuck(INSTRUCTOR, NOW)).learners
    assert (await views.at_risk(INSTRUCTOR, NOW)).learners
    found = (await views.exercises(INSTRUCTOR, month)).exercises
    assert len(found) == len(exercises)
    assert all(each.counted.tried >= max(5, each.counted.passed) for each in found)
    assert any(each.first_score for each in found)
    sums = await store.class_statistics(NOW, taught.cohort.id, month)
    assert sums.unanswered
    assert sums.errors
