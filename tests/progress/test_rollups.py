from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.events import Event, Kind
from progress.rollups import (
    Counts,
    LearnerEntry,
    LearnerTopicDay,
    Rollups,
    RunDay,
    WordingDay,
    counts_of,
    fold,
)
from progress.stores.events import storable
from tests.progress.examples import EVENTS, NOON

MARCH_1 = date(2026, 3, 1)


def event(kind: Kind, **fields: object) -> Event:
    return replace(Event(kind, 1, NOON), **fields)  # type: ignore[arg-type]


def added(one: Rollups, other: Rollups) -> Rollups:
    """As the tables add sums up, key by key."""
    pairs = ((getattr(one, table.name), getattr(other, table.name)) for table in fields(Rollups))
    return Rollups(*(_summed(*pair) for pair in pairs))


def _summed(one: Mapping, other: Mapping) -> Mapping:
    both = {key: one[key] + amount for key, amount in other.items() if key in one}
    return {**one, **other, **both}


@given(st.lists(EVENTS), st.data())
def test_any_split_in_any_order_folds_to_the_same(events: list[Event], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(events))
    cut = data.draw(st.integers(0, len(events)))

    assert added(fold(shuffled[:cut]), fold(shuffled[cut:])) == fold(events)


@given(EVENTS)
def test_an_event_as_stored_is_stored_as_it_is(any_event: Event) -> None:
    """Or a rebuild would fold something else than the commit did."""
    assert storable(storable(any_event)) == storable(any_event)


def test_what_is_offered_after_a_bad_answer_is_no_second_outcome() -> None:
    offered = event(Kind.SUGGESTED, detail={"offered": "b", "instead_of": "a"})

    assert counts_of(offered) == Counts()
    assert counts_of(event(Kind.SUGGESTED, detail={"offered": "b"})) == Counts(suggested=1)


@pytest.mark.parametrize("reason", ["all_said", "nothing_before", "unexplained", "no_words"])
def test_what_left_no_question_open_is_not_counted_as_unanswered(reason: str) -> None:
    said = event(Kind.ABSTAINED, text="why", detail={"reason": reason})

    assert counts_of(said) == Counts()
    assert fold([said]).unanswered == {}


@given(st.lists(EVENTS))
def test_nothing_is_counted_for_nobody(events: list[Event]) -> None:
    sums = fold(events)

    asked = sum(counts.asked for counts in sums.activity.values())
    assert asked == sum(each.kind is Kind.ASKED for each in events)
    assert sum(sums.runs.values()) == sum(each.kind is Kind.RAN for each in events)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_rule(kind: Kind) -> None:
    assert sum(_numbers(counts_of(event(kind)))) == {
        Kind.RAN: 2,
        Kind.ENROLLED: 0,
        Kind.UNFOLDED: 0,
        Kind.ATTEMPTED: 0,
    }.get(kind, 1)


def test_drills_are_counted_by_family() -> None:
    done = [event(Kind.DRILLED, slug="strides", detail={"right": each}) for each in (True, False)]

    assert fold(done).entries == {LearnerEntry(1, "strides"): Counts(drills=2, drills_right=1)}


def test_a_run_that_ends_well_has_not_failed() -> None:
    assert counts_of(event(Kind.RAN, detail={"outcome": "ok"})) == Counts(runs=1)


def test_what_a_question_adds() -> None:
    sums = fold(
        [
            event(Kind.ASKED, text="Why?"),
            event(Kind.ANSWERED, slug="views", topic="memory"),
            event(Kind.HELPFUL, slug="views", topic="memory"),
        ]
    )

    assert sums.activity == {
        LearnerTopicDay(1, "", MARCH_1): Counts(asked=1),
        LearnerTopicDay(1, "memory", MARCH_1): Counts(answered=1, helpful=1),
    }
    assert sums.entries == {LearnerEntry(1, "views"): Counts(answered=1, helpful=1)}
    assert sums.unanswered == {}


def test_unanswered_wordings_are_counted_as_one() -> None:
    sums = fold([event(Kind.ABSTAINED, text=text) for text in ("Why me?", " why  me", "?!", "")])

    assert sums.unanswered == {WordingDay(1, "why me", MARCH_1): 2}


def test_runs_are_counted_by_how_they_ended() -> None:
    failed = event(Kind.RAN, detail={"outcome": "error", "error": "E" * 999})
    sums = fold([failed, failed, event(Kind.RAN, detail={"outcome": "ok", "error": None})])

    assert sums.runs == {
        RunDay(1, MARCH_1, "error", "E" * 64): 2,
        RunDay(1, MARCH_1, "ok", ""): 1,
    }


def test_a_day_is_that_of_utc() -> None:
    late = datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=2)))

    assert {key.day for key in fold([event(Kind.ASKED, at=late)]).activity} == {date(2026, 2, 28)}
    assert late.astimezone(UTC).date() == date(2026, 2, 28)


def _numbers(counts: Counts) -> list[int]:
    return [getattr(counts, name) for name in Counts.__slots__]
