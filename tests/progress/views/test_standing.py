"""Who may be about to be lost, by a rule that anybody can read."""

from datetime import date, timedelta

from progress.cohorts.cohort import Member
from progress.rollups import Counts, LearnerTopicDay
from progress.views.standing import Fallen, Quiet, risks

TODAY = date(2026, 11, 30)
ADA = Member(1, "Ada", date(2026, 9, 1))
GOOD, BAD = Counts(answered=2, runs=2), Counts(runs=20, failed_runs=20, unhelpful=6)


def done(days_ago: int, topic: str, counts: Counts) -> tuple[LearnerTopicDay, Counts]:
    return LearnerTopicDay(1, topic, TODAY - timedelta(days=days_ago)), counts


def test_whoever_moves_on_with_the_course_is_not_at_risk() -> None:
    """A topic that is left behind fades by itself, which says nothing of the learner."""
    weeks = [done(7 * week + day, f"topic-{week}", GOOD) for week in range(6) for day in range(4)]

    assert risks(ADA, sorted(weeks), (), TODAY) == ()


def test_whoever_does_worse_at_what_they_held_is_at_risk() -> None:
    activity = [*(done(30 + day, "shapes", GOOD) for day in range(4)), done(2, "shapes", BAD)]

    [fallen] = risks(ADA, activity, (), TODAY)

    assert isinstance(fallen, Fallen)
    assert fallen.now < fallen.before * 2 / 3


def test_whoever_comes_no_more_is_quiet_and_nothing_else() -> None:
    assert risks(ADA, [done(12, "shapes", GOOD)], (), TODAY) == (Quiet(12),)
