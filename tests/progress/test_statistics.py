from hypothesis import given
from hypothesis import strategies as st

from progress.rollups import Counts
from progress.statistics import (
    FEWEST_LEARNERS,
    FEWEST_SIGNS,
    TopicStatistics,
    by_questions,
    difficulty,
    hardest,
    share,
    withheld,
)

COUNTS = st.builds(
    lambda failed, **others: Counts(**others) + Counts(runs=failed, failed_runs=failed),
    **dict.fromkeys(
        ("failed", "answered", "suggested", "abstained", "runs", "helpful", "unhelpful"),
        st.integers(0, 30),
    ),
)
TOPICS = st.lists(
    st.builds(
        TopicStatistics, st.sampled_from(["", "a", "b", "c", "d"]), st.integers(1, 9), COUNTS
    ),
    unique_by=lambda topic: topic.topic,
)


def topic(name: str, learners: int = FEWEST_LEARNERS, **counts: int) -> TopicStatistics:
    return TopicStatistics(name, learners, Counts(**counts))


@given(TOPICS)
def test_no_topic_is_judged_on_few_learners_or_signs(topics: list[TopicStatistics]) -> None:
    """Below five, a class could tell who found it hard."""
    learners = {topic.topic: topic.learners for topic in topics}

    told = hardest(topics)

    assert all(learners[hard.topic] >= FEWEST_LEARNERS for hard in told)
    assert "" not in {hard.topic for hard in told}
    named = sum(1 for each in topics if each.topic)
    assert withheld(topics) + len(told) <= named


@given(COUNTS)
def test_difficulty_is_a_share(counts: Counts) -> None:
    assert 0 <= difficulty(counts) <= 1


def test_the_hardest_come_first() -> None:
    topics = [
        topic("easy", answered=FEWEST_SIGNS),
        topic("fair", answered=8, unhelpful=2),
        topic("hard", abstained=6, runs=4, failed_runs=2),
        topic("rare", learners=FEWEST_LEARNERS - 1, abstained=FEWEST_SIGNS),
        topic("new", abstained=FEWEST_SIGNS - 1),
    ]

    assert [(hard.topic, hard.difficulty) for hard in hardest(topics)] == [
        ("hard", 0.8),
        ("fair", 0.2),
    ]
    assert withheld(topics) == 2


def test_topics_are_sorted_by_questions() -> None:
    topics = [topic("b", answered=1), topic("a", suggested=1), topic("c", abstained=2)]

    unasked = [topic("", answered=9), topic("run-only", runs=9)]

    assert [each.topic for each in by_questions(topics + unasked)] == ["c", "a", "b"]


def test_a_share_of_nothing_is_none() -> None:
    assert share(0, 0) == 0
    assert share(1, 4) == 0.25
