"""Every figure of the views against a recount from the events, on both databases."""

from collections import Counter, defaultdict
from datetime import timedelta
from statistics import fmean, median

import numpy as np
import pytest
from sqlalchemy import text

from bot.render import card
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Handled, Resolution
from knowledge.exercises.shelf import shelf as shipped
from progress.cohorts.cohort import OPEN
from progress.events import Kind, Sender, Turn
from progress.periods import Period
from progress.stores.progress_store import ProgressStore
from tests.fakes.library import library
from tests.tutor.views.simulated import (
    BEGAN,
    EXERCISES,
    INES,
    MEMBERS,
    NOW,
    OTHERS,
    OTTO,
    Simulated,
    simulated,
)
from tutor.curation.desk import InstructorsOnly
from tutor.library import Shelf
from tutor.views.values import NoSuchMember
from tutor.views.views import Views

ALL = Period(BEGAN.date(), NOW.date())
ANY = next(iter(shipped().values()))
KNOWN = {
    name: ANY.model_copy(update={"id": name, "topic": topic}) for name, topic in EXERCISES.items()
}


@pytest.fixture
def store(engine) -> ProgressStore:
    return ProgressStore(engine)


@pytest.fixture
async def made(store) -> Simulated:
    return await simulated(store)


@pytest.fixture
def views(store) -> Views:
    return Views(store, Shelf(library()), KNOWN)


def mine(made: Simulated, *kinds: Kind) -> list:
    return [e for e in made.events if e.telegram_user_id in MEMBERS and e.kind in kinds]


async def test_exercises_are_told_as_a_recount_says(made, views) -> None:
    found = await views.exercises(INES, ALL)

    tries = defaultdict(list)
    for event in mine(made, Kind.ATTEMPTED):
        tries[event.slug, event.telegram_user_id].append(event)
    passed = {key: any(e.detail["passed"] for e in done) for key, done in tries.items()}
    assert {each.counted.exercise for each in found.exercises} == set(EXERCISES)
    for each in found.exercises:
        of = {who: done for (slug, who), done in tries.items() if slug == each.counted.exercise}
        won = [len(d) for who, d in of.items() if passed[each.counted.exercise, who]]
        assert (each.counted.tried, each.counted.passed) == (len(of), len(won))
        assert each.counted.median_tries == (median(won) if won else 0)
        assert each.first_score == sum(d[0].detail["passed"] for d in of.values()) / len(of)
        assert each.last_score == len(won) / len(of)
        made_by = Counter(e.detail["mistake"] for d in of.values() for e in d)
        assert all(made_by[m.name] == m.times and m.learners >= 5 for m in each.mistakes)
        assert each.discrimination == pytest.approx(_point_biserial(each.counted.exercise, passed))


def _point_biserial(exercise: str, passed: dict) -> float | None:
    """By its textbook form: difference of means over deviation, times the root of p·q."""
    rows = []
    for who in MEMBERS:
        others = [won for (slug, w), won in passed.items() if w == who and slug != exercise]
        if (exercise, who) in passed and others:
            rows.append((passed[exercise, who], fmean(others)))
    right = [share for won, share in rows if won]
    wrong = [share for won, share in rows if not won]
    deviation = np.std([share for _, share in rows])
    if len(rows) < 10 or not right or not wrong or not deviation:
        return None
    p = len(right) / len(rows)
    return (fmean(right) - fmean(wrong)) / deviation * (p * (1 - p)) ** 0.5


async def test_who_is_stuck_is_who_a_recount_finds(made, views) -> None:
    found = await views.stuck(INES, NOW)

    expected = {who for who in MEMBERS if _stuck(made, who)}
    assert expected
    assert {each.member.telegram_user_id for each in found.learners} == expected
    assert all(why.text and why.nudge.text for each in found.learners for why in each.why)


def _stuck(made: Simulated, who: int) -> bool:
    events = [e for e in made.events if e.telegram_user_id == who]
    events = [e for e in events if e.at >= NOW - timedelta(days=7)]
    for exercise in EXERCISES:
        tried = [e for e in events if e.kind is Kind.ATTEMPTED and e.slug == exercise]
        if len(tried) >= 3 and not any(e.detail["passed"] for e in tried):
            return True
    errors = [e.detail["error"] for e in events if e.kind is Kind.RAN][-3:]
    if len(errors) == 3 and None not in errors and len(set(errors)) == 1:
        return True
    return sum(e.kind is Kind.UNHELPFUL for e in events) >= 2


async def test_mastery_is_the_mean_of_firmness_and_passes(made, views) -> None:
    found = await views.topics(INES, NOW)

    assert [row.member.telegram_user_id for row in found.rows] == [*MEMBERS]
    for row in found.rows:
        who = row.member.telegram_user_id
        shown = dict(zip(found.topics, row.mastery, strict=True))
        assert shown[library().title("shapes")] == pytest.approx(_mastery(made, who))


def _mastery(made: Simulated, who: int) -> float:
    events = [e for e in made.events if e.telegram_user_id == who and e.topic == "shapes"]
    kinds = Counter(e.kind for e in events)
    failed = sum(e.detail.get("outcome") == "error" for e in events)
    good = 0.5 * kinds[Kind.ANSWERED] + kinds[Kind.HELPFUL] + kinds[Kind.RAN] - failed
    bad = kinds[Kind.UNHELPFUL] + 0.5 * failed
    idle = (NOW.date() - max(e.at.date() for e in events)).days
    firm = good / (good + bad + 3) * 2 ** (-idle / 30)
    tried = defaultdict(bool)
    for e in events:
        if e.kind is Kind.ATTEMPTED:
            tried[e.slug] |= e.detail["passed"]
    return fmean([firm, fmean(tried.values())]) if tried else firm


async def test_who_did_nothing_for_ten_days_is_at_risk(made, views) -> None:
    found = await views.at_risk(INES, NOW)

    last = {w: max(e.at for e in made.events if e.telegram_user_id == w) for w in MEMBERS}
    quiet = {w: (NOW.date() - at.date()).days for w, at in last.items()}
    told = {r.member.telegram_user_id: r.why for r in found.learners}
    for who, days in quiet.items():
        assert (f"nothing for {days} days" in told.get(who, ())) == (days >= 10)
    assert {who for who in MEMBERS if _stuck(made, who)} <= set(told)
    assert all(told.values())


async def test_the_digest_counts_the_week(made, views) -> None:
    found = await views.digest(made.mine.id, NOW)

    week = [e for e in made.events if e.telegram_user_id in MEMBERS]
    week = [e for e in week if e.at.date() > NOW.date() - timedelta(days=7)]
    won = {(e.telegram_user_id, e.slug) for e in week if e.detail.get("passed")}
    assert found.passed == len(won)
    assert found.active == len({e.telegram_user_id for e in week})
    assert found.stuck == sum(_stuck(made, who) for who in MEMBERS)
    assert found.joined == 0
    assert len(found.following) <= 3


async def test_one_learner_is_seen_and_the_look_is_on_record(made, views, engine) -> None:
    found = await views.learner(INES, 3, NOW)

    assert found.member.name == "L03"
    assert len(found.timeline) == sum(e.telegram_user_id == 3 for e in made.events)
    assert [each.at for each in found.timeline] == sorted(
        (each.at for each in found.timeline), reverse=True
    )
    async with engine.connect() as connection:
        looks = await connection.execute(text("SELECT viewer_id, telegram_user_id FROM looks"))
        assert [*looks] == [(INES, 3)]


@pytest.mark.usefixtures("made")
async def test_a_class_sees_nobody_of_another(views) -> None:
    for teacher, own, strangers in ((INES, MEMBERS, OTHERS), (OTTO, OTHERS, MEMBERS)):
        heat, risk = await views.topics(teacher, NOW), await views.at_risk(teacher, NOW)
        stuck = await views.stuck(teacher, NOW)
        seen = {r.member.telegram_user_id for r in (*heat.rows, *risk.learners, *stuck.learners)}
        assert seen <= set(own)
        for stranger in strangers:
            assert await views.learner(teacher, stranger, NOW) == NoSuchMember()
    # Three learners are too few to be told of.
    assert (await views.exercises(OTTO, ALL)).exercises == ()


@pytest.mark.usefixtures("made")
async def test_learners_see_no_views(views) -> None:
    for answer in (
        await views.stuck(1, NOW),
        await views.exercises(1, ALL),
        await views.topics(1, NOW),
        await views.learner(1, 2, NOW),
        await views.at_risk(1, NOW),
        await views.members(1),
    ):
        assert answer == InstructorsOnly()


async def test_whoever_has_left_is_not_looked_at(made, views) -> None:
    await made.store.cohorts.leave(made.mine.id, 3, NOW.date())

    assert await views.learner(INES, 3, NOW) == NoSuchMember()
    assert 3 not in {row.member.telegram_user_id for row in (await views.topics(INES, NOW)).rows}


@pytest.mark.usefixtures("made")
async def test_the_open_class_has_no_named_learners(views) -> None:
    assert (await views.digest(OPEN, NOW)).stuck == 0


async def test_after_the_end_of_a_class_nobody_fades(made, views) -> None:
    before, held = await views.at_risk(INES, NOW), (await views.learner(INES, 3, NOW)).mastery
    await made.store.cohorts.change(
        made.mine.id, name="Monday", time_zone="UTC", ends_on=NOW.date()
    )
    later = NOW + timedelta(days=60)

    at_risk = await views.at_risk(INES, later)

    told = {why for each in at_risk.learners for why in each.why if why.startswith("nothing")}
    assert told == {w for each in before.learners for w in each.why if w.startswith("nothing")}
    assert (await views.learner(INES, 3, later)).mastery == held


async def test_only_rows_of_those_who_are_looked_at_are_read(made) -> None:
    views = made.store.views

    activity = await views.activity(made.mine.id, NOW.date(), [3])
    attempts = await views.attempts(made.mine.id, ALL, [3])

    assert {row.telegram_user_id for row, _ in activity} == {3}
    assert {row.telegram_user_id for row, _ in attempts} <= {3}
    assert len(attempts) < len(await views.attempts(made.mine.id, ALL))


async def test_what_waits_is_one_number_wherever_it_is_told(made, store, engine) -> None:
    for number in range(14):
        turn = Turn(Sender(1, "L01"), NOW, 9000 + number)
        turn.record(Kind.ABSTAINED, text=f"in vain {number}")
        await store.commit(turn)
    curation = CurationStore(engine)
    await curation.handle(
        Handled(f"in vain {number}", Resolution.DISMISSED, None, INES, NOW + timedelta(minutes=1))
        for number in (0, 13)
    )
    views = Views(store, Shelf(library(), curation), KNOWN)

    report = await views.report(made.mine, NOW, ALL)

    assert len(report.waiting) == (await views.digest(made.mine.id, NOW)).unanswered == 12
    assert "12 in all" in card.report(report).text.text
