"""A class of twelve over three weeks, and another class that is none of its business."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from progress.cohorts.cohort import Cohort
from progress.events import Event, Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore

NOW = datetime(2026, 3, 22, 12, tzinfo=UTC)
BEGAN = NOW - timedelta(days=21)
INES, OTTO = 900, 901
MEMBERS, OTHERS = range(1, 13), range(21, 24)
EXERCISES = {"outer": "shapes", "row-sums": "shapes", "causal-mask": "broadcasting"}
MISTAKES = ("transposed", "off-by-one")


@dataclass
class Simulated:
    """What was done, kept beside the store so that tests count for themselves."""

    store: ProgressStore
    mine: Cohort = field(init=False)
    theirs: Cohort = field(init=False)
    events: list[Event] = field(default_factory=list)

    async def begin(self) -> None:
        self.mine = await self.store.cohorts.create("Monday", INES, BEGAN)
        self.theirs = await self.store.cohorts.create("Tuesday", OTTO, BEGAN)
        for who, cohort in [
            *((w, self.mine) for w in MEMBERS),
            *((w, self.theirs) for w in OTHERS),
        ]:
            await self.store.commit(Turn(Sender(who, f"L{who:02}"), BEGAN))
            await self.store.cohorts.join(cohort.id, who, BEGAN.date())

    async def did(self, who: int, at: datetime, kind: Kind, **facts: object) -> None:
        turn = Turn(Sender(who, f"L{who:02}"), at)
        turn.record(kind, **facts)
        await self.store.commit(turn)
        self.events += turn.events


async def simulated(store: ProgressStore, seed: int = 5) -> Simulated:
    """Chance is seeded: the same class every time."""
    made, chance = Simulated(store), random.Random(seed)
    await made.begin()
    for who in (*MEMBERS, *OTHERS):
        await _three_weeks(made, who, chance)
    return made


async def _three_weeks(made: Simulated, who: int, chance: random.Random) -> None:
    for day in sorted(chance.sample(range(21), chance.randint(2, 8))):
        at = BEGAN + timedelta(days=day, hours=chance.randint(0, 9))
        kind = chance.choice((Kind.ANSWERED, Kind.UNHELPFUL, Kind.HELPFUL))
        await made.did(who, at, kind, topic="shapes", slug="stack-vs-cat")
        error = chance.choice(("", "RuntimeError"))
        outcome = "error" if error else "ok"
        await made.did(who, at, Kind.RAN, topic="shapes", outcome=outcome, error=error or None)
    for exercise, topic in EXERCISES.items():
        if chance.random() < 0.9:
            await _attempts(made, who, exercise, topic, chance)


async def _attempts(
    made: Simulated, who: int, exercise: str, topic: str, chance: random.Random
) -> None:
    at, skill = BEGAN + timedelta(days=chance.randint(1, 20)), 0.2 + who / 20
    for tries in range(1, chance.randint(2, 5)):
        passed = chance.random() < skill
        mistake = "" if passed else chance.choice(MISTAKES)
        await made.did(
            who,
            at + timedelta(minutes=tries),
            Kind.ATTEMPTED,
            slug=exercise,
            topic=topic,
            outcome="passed" if passed else "failed",
            passed=passed,
            tries=tries,
            mistake=mistake,
        )
        if passed:
            return
