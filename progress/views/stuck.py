"""Who is stuck: the same thing fails again and again. Pure.

A page may be missing, an exercise too hard, an error not understood: each reason says which.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile

from progress.events import Event, Kind
from progress.practising import folded
from progress.rollups import is_unmet

STUCK_WITHIN = timedelta(days=7)
STUCK_TRIES = 3
STUCK_RUNS = 3
STUCK_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class FailsExercise:
    """So many tries, no pass; `mistake` is the last one that has a name."""

    exercise: str
    tries: int
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class FailsRuns:
    """The last runs all ended in this error; `page` explains it, where there is one."""

    error: str
    times: int
    page: str = ""


@dataclass(frozen=True, slots=True)
class AsksInVain:
    """So many questions had no answer, or one about this topic that did not help."""

    topic: str
    times: int


Reason = FailsExercise | FailsRuns | AsksInVain


def stuck(events: Iterable[Event]) -> Mapping[int, tuple[Reason, ...]]:
    """Why each learner is stuck, from their latest events in the order they were written."""
    of: dict[int, list[Event]] = {}
    for event in events:
        of.setdefault(event.telegram_user_id, []).append(event)
    found = {who: tuple(_reasons(theirs)) for who, theirs in of.items()}
    return {who: reasons for who, reasons in found.items() if reasons}


def _reasons(events: Sequence[Event]) -> Iterator[Reason]:
    yield from _exercises([each for each in events if each.kind is Kind.ATTEMPTED])
    yield from _runs([each for each in events if each.kind is Kind.RAN])
    yield from _questions(events)


def _exercises(attempts: Sequence[Event]) -> Iterator[FailsExercise]:
    # What was passed or given up before counts no more.
    counting = [each for each in attempts if not each.detail.get("settled")]
    tried = folded((each.slug or "", each.at, each.detail) for each in counting)
    for exercise, done in tried.items():
        if done.tries >= STUCK_TRIES and done.passed_in is None:
            mistakes = (
                str(each.detail["mistake"])
                for each in reversed(counting)
                if each.slug == exercise and each.detail.get("mistake")
            )
            yield FailsExercise(exercise, done.tries, next(mistakes, ""))


def _runs(runs: Sequence[Event]) -> Iterator[FailsRuns]:
    error = str(runs[-1].detail.get("error") or "") if runs else ""
    alike = [*takewhile(lambda run: run.detail.get("error") == error, reversed(runs))]
    if error and len(alike) >= STUCK_RUNS:
        pages = (str(each.detail["means"]) for each in alike if each.detail.get("means"))
        yield FailsRuns(error, len(alike), next(pages, ""))


def _questions(events: Sequence[Event]) -> Iterator[AsksInVain]:
    times: dict[str, int] = {}
    for event in events:
        # What nobody can answer is about no topic.
        topic = event.topic or ""
        times[topic] = times.get(topic, 0) + _in_vain(event)
    for topic, number in times.items():
        if number >= STUCK_QUESTIONS:
            yield AsksInVain(topic, number)


def _in_vain(event: Event) -> int:
    """Count a question once: a vote that is repeated, or what came in its place, adds nothing."""
    match event.kind:
        case Kind.UNHELPFUL:
            return int(not event.detail.get("again"))
        case Kind.HELPFUL:
            return -int(event.takes_back is not None)
        case Kind.ABSTAINED:
            return int(is_unmet(event) and not event.detail.get("instead_of"))
        case _:
            return 0
