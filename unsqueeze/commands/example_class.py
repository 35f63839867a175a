"""A made-up class for the demo, so that every view of a class has something to show."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from knowledge.exercises.exercise import Exercise
from localgram.state import INSTRUCTOR
from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore

NAME = "Example class (made up)"
LEARNERS, DAYS, FIRST_ID = 60, 42, 9_000_001
_NAMES = "Ada Ben Cleo Dan Ema Finn Gia Hugo Ines Jon".split()
_ERRORS = ("RuntimeError", "ValueError", "TypeError", "IndexError")
_IN_VAIN = (
    "how do i share a tensor between two computers",
    "can i undo backward",
    "what is a sparse tensor good for",
)


async def make_example(
    store: ProgressStore, topics: Sequence[str], exercises: Sequence[Exercise], now: datetime
) -> None:
    """Write six weeks of sixty learners, the same ones every time; go on where that was stopped.

    One after the other, so that the bot can write meanwhile.
    """
    began = now - timedelta(days=DAYS)
    taught = (each.cohort for each in await store.cohorts.taught_by(INSTRUCTOR))
    cohort = next((each for each in taught if each.name == NAME), None)
    cohort = cohort or await store.cohorts.create(NAME, INSTRUCTOR, began)
    there = {each.telegram_user_id for each in await store.cohorts.members(cohort.id)}
    for number in range(LEARNERS):
        who = Sender(FIRST_ID + number, f"{_NAMES[number % 10]} {'ABCDEF'[number // 10]}.")
        if who.telegram_user_id not in there:
            turns = _turns(who, began, random.Random(number), topics, exercises)
            # In this order they are never counted in the open class.
            await store.cohorts.join(cohort.id, who.telegram_user_id, began.date())
            await store.commit(Turn(who, began), *turns)


def _turns(
    who: Sender,
    began: datetime,
    chance: random.Random,
    topics: Sequence[str],
    exercises: Sequence[Exercise],
) -> Iterator[Turn]:
    """A learner's days; one in five stops coming after half of them."""
    skill = chance.uniform(0.2, 0.9)
    until = DAYS // 2 if chance.random() < 0.2 else DAYS
    days = sorted(chance.sample(range(until), 8))
    for day, exercise in zip(days, chance.sample(exercises, 8), strict=True):
        turn = Turn(who, began + timedelta(days=day, minutes=chance.randrange(600)))
        _ask(turn, skill, chance, topics[min(day * len(topics) // DAYS, len(topics) - 1)])
        _attempt(turn, skill, chance, exercise)
        yield turn


def _ask(turn: Turn, skill: float, chance: random.Random, topic: str) -> None:
    in_vain = chance.random() < 0.15
    text = chance.choice(_IN_VAIN) if in_vain else f"what about {topic}?"
    turn.record(Kind.ASKED, text=text)
    if in_vain:
        turn.record(Kind.ABSTAINED, text=text)
    else:
        turn.record(Kind.ANSWERED, topic=topic, text=text)
    error = None if chance.random() < skill else chance.choice(_ERRORS)
    turn.record(Kind.RAN, topic=topic, outcome="error" if error else "ok", error=error)


def _attempt(turn: Turn, skill: float, chance: random.Random, exercise: Exercise) -> None:
    attempted = partial(turn.record, Kind.ATTEMPTED, slug=exercise.id, topic=exercise.topic)
    mistakes = [each.name for each in exercise.wrong]
    for tries in range(1, 5):
        if chance.random() < skill:
            attempted(outcome="passed", passed=True, tries=tries)
            return
        mistake = chance.choice(mistakes) if mistakes else ""
        attempted(outcome="failed", passed=False, tries=tries, mistake=mistake)
