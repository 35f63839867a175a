"""How a class is doing, from sums over its learners. Pure.

Privacy. A statistic here names topics, wordings and exception types, never a person. How often a
topic was asked about is told from the first question on; how *hard* a topic is judges those who
tried it, so it is withheld until `FEWEST_LEARNERS` of them have. A wording nobody could answer is
told without who asked or when.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from progress.practising import ExerciseStatistics
from progress.rollups import NOTHING, Counts

WINDOW = timedelta(days=30)
WEEK = timedelta(days=7)
FEWEST_LEARNERS = 5
NOT_ENOUGH = "not enough data"
FEWEST_SIGNS = 10
HARDEST = 5


@dataclass(frozen=True, slots=True)
class TopicStatistics:
    """One topic: what `learners` different people did in it."""

    topic: str
    learners: int
    counts: Counts

    @property
    def questions(self) -> int:
        """Questions by what became of them, for a question itself has no topic yet."""
        return self.counts.answered + self.counts.suggested + self.counts.abstained


@dataclass(frozen=True, slots=True)
class HardTopic:
    """A topic and the share, from 0 to 1, of signs that it went badly."""

    topic: str
    difficulty: float
    learners: int


@dataclass(frozen=True, slots=True)
class UnansweredWording:
    """A question nobody could answer, spelled as it was counted."""

    wording: str
    times: int


@dataclass(frozen=True, slots=True)
class ClassStatistics:
    """Everything `/stats` tells. All but the active learners of the week is about the window."""

    since: date
    until: date
    learners: int
    active_week: int
    active: int
    total: Counts
    topics: tuple[TopicStatistics, ...]
    hardest: tuple[HardTopic, ...]
    withheld_topics: int
    unanswered: tuple[UnansweredWording, ...]
    outcomes: Mapping[str, int]
    errors: Mapping[str, int]
    exercises: tuple[ExerciseStatistics, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether enough were active to tell how their runs and drills went."""
        return self.active >= FEWEST_LEARNERS

    @property
    def questions(self) -> int:
        return self.total.asked

    @property
    def answered_share(self) -> float:
        return share(self.total.answered, self.total.asked)

    @property
    def suggested_share(self) -> float:
        return share(self.total.suggested, self.total.asked)

    @property
    def abstained_share(self) -> float:
        """A question whose suggestions were all declined counts here and as suggested.

        Where they came in place of an answer that did not help, here and as answered.
        """
        return share(self.total.abstained, self.total.asked)

    @property
    def failed_share(self) -> float:
        return share(self.total.failed_runs, self.total.runs)

    @property
    def drills_right_share(self) -> float:
        return share(self.total.drills_right, self.total.drills)


def share(part: int, whole: int) -> float:
    """Divide a part by its whole; of nothing, none."""
    return part / whole if whole else 0.0


def total(topics: Iterable[TopicStatistics]) -> Counts:
    """Sum over topics, the nameless one included."""
    return sum((topic.counts for topic in topics), start=NOTHING)


def by_questions(topics: Iterable[TopicStatistics]) -> tuple[TopicStatistics, ...]:
    """Sort the topics that were asked about, the most asked first."""
    named = (topic for topic in topics if topic.topic and topic.questions)
    return tuple(sorted(named, key=lambda topic: (-topic.questions, topic.topic)))


def difficulty(counts: Counts) -> float:
    """Share of signs that went badly: abstained, failed runs and "not helpful"."""
    return share(_bad_signs(counts), _signs(counts))


def hardest(topics: Sequence[TopicStatistics]) -> tuple[HardTopic, ...]:
    """Find the topics that go worst, among those with enough learners and signs to say so."""
    judged = [
        HardTopic(topic.topic, difficulty(topic.counts), topic.learners)
        for topic in topics
        if _is_told(topic) and _bad_signs(topic.counts)
    ]
    return tuple(sorted(judged, key=lambda hard: (-hard.difficulty, hard.topic))[:HARDEST])


def told(exercises: Iterable[ExerciseStatistics]) -> tuple[ExerciseStatistics, ...]:
    """Those that enough have tried: of fewer, it would be told of persons."""
    return tuple(each for each in exercises if each.tried >= FEWEST_LEARNERS)


def withheld(topics: Sequence[TopicStatistics]) -> int:
    """Count the topics that too few have tried to be judged."""
    return sum(1 for topic in topics if topic.topic and not _is_told(topic))


def _is_told(topic: TopicStatistics) -> bool:
    enough = topic.learners >= FEWEST_LEARNERS and _signs(topic.counts) >= FEWEST_SIGNS
    return bool(topic.topic) and enough


def _bad_signs(counts: Counts) -> int:
    return counts.abstained + counts.failed_runs + counts.unhelpful


def _signs(counts: Counts) -> int:
    asked = counts.answered + counts.suggested + counts.abstained
    return asked + counts.runs + counts.helpful + counts.unhelpful
