from dataclasses import replace
from datetime import date

from bot.render.card import counted, instructors_only, meter, progress, report
from bot.sending.pictures import questions_by_topic
from bot.sending.splitting import fits
from progress.rollups import Counts
from progress.statistics import ClassStatistics, HardTopic, TopicStatistics, UnansweredWording
from tests.fakes.library import ENTRIES
from tests.tutor.picture.looks import problems
from tutor.class_report import ClassReport
from tutor.picture.scene.marks import Words
from tutor.progress_card import ProgressCard, TopicProgress
from web.overview import overview

EMPTY = ClassStatistics(
    since=date(2026, 1, 1),
    until=date(2026, 1, 31),
    learners=0,
    active_week=0,
    active=0,
    total=Counts(),
    topics=(),
    hardest=(),
    withheld_topics=0,
    unanswered=(),
    outcomes={},
    errors={},
)
BUSY = replace(
    EMPTY,
    active=6,
    total=Counts(asked=10, answered=8, abstained=2, runs=4, failed_runs=1),
    topics=tuple(
        TopicStatistics(f"topic-{number}", 6, Counts(answered=9 - number % 9, abstained=1))
        for number in range(20)
    ),
    hardest=(HardTopic("shapes", 0.4567, 6),),
    unanswered=(UnansweredWording("what\u202e is\njax" + "x" * 200, 4),),
    errors={"TypeError": 1, "RuntimeError": 3},
)
TITLES = {"shapes": "Shapes & views"}


def test_the_chart_shows_the_most_asked_topics() -> None:
    chart = questions_by_topic(ClassReport(BUSY, TITLES))

    assert chart is not None
    said = [mark.text for mark in chart.marks if isinstance(mark, Words)]
    assert said[:3] == ["Questions by topic", "1 January to 31 January 2026", "topic-0"]
    assert [text for text in said if text.startswith("topic-")] == [f"topic-{n}" for n in range(12)]
    assert {"10", "Answered", "Suggested", "Not known"} <= set(said)
    assert problems(chart) == []


def test_nothing_asked_gives_no_chart() -> None:
    assert questions_by_topic(ClassReport(EMPTY, TITLES)) is None


def test_the_report_has_six_lines_however_little_happened() -> None:
    for statistics in (EMPTY, BUSY):
        text = report(ClassReport(statistics, TITLES)).text.text
        assert len(text.split("\n\n")[1].split("\n")) == 6


def test_the_report_tells_the_worst_first() -> None:
    text = report(ClassReport(BUSY, TITLES)).text.text

    assert "Shapes & views (46%)" in text
    assert "mostly RuntimeError (3)" in text
    assert "“what⟨U+202E⟩ is jaxxx" in text
    assert "25% failed" in text


def test_of_fewer_than_five_it_is_not_told_how_they_did() -> None:
    few = replace(BUSY, active=4, total=replace(BUSY.total, drills=3, drills_right=1))

    text = report(ClassReport(few, TITLES)).text.text

    assert "Runs: 4; how they went: not enough data" in text
    assert "Drills: 3; not enough data" in text
    assert "RuntimeError" not in text
    figures = dict(overview(few, TITLES).figures)
    assert figures["runs that failed"] == figures["drills right"] == "not enough data"


def test_a_card_shows_how_firmly_topics_are_held() -> None:
    card = ProgressCard(
        topics=(TopicProgress("Shapes", 0.5, 3), *[TopicProgress("Other", 0, 1)] * 19),
        streak_days=1,
        questions=3,
        runs=1,
        recent=("why\n\u202ethis?",),
        drills=(),
        suggestion=ENTRIES[0],
    )

    response = progress(card)

    assert "🔥 1 day in a row · 3 questions · 1 run" in response.text.text
    assert "▰▰▰▱▱▱  Shapes" in response.text.text
    assert response.text.text.count("Other") == 19
    assert "• why ⟨U+202E⟩this?" in response.text.text
    assert response.keyboard is not None
    assert fits(response.text)
    plain = progress(replace(card, suggestion=None, streak_days=0, recent=()))
    assert plain.keyboard is None
    assert "row" not in plain.text.text


def test_meters_stay_within_bounds() -> None:
    assert [meter(share) for share in (-1, 0, 1, 7)] == ["▱" * 6, "▱" * 6, "▰" * 6, "▰" * 6]
    assert counted(1, "day") == "1 day"


def test_learners_are_told_kindly_whom_statistics_are_for() -> None:
    assert "/me" in instructors_only().text.text


def test_the_report_lists_no_question_that_was_dealt_with() -> None:
    asked = (UnansweredWording("jax", 4), UnansweredWording("tpu", 2))
    statistics = replace(BUSY, unanswered=asked)

    one, none = (
        report(ClassReport(statistics, TITLES, handled=frozenset(handled))).text.text
        for handled in ({"jax"}, {"jax", "tpu"})
    )

    assert one.endswith("Unanswered: “tpu” ×2")
    assert none.endswith("Unanswered: the most asked are dealt with; /unanswered lists the rest")


def test_a_long_question_is_cut_in_its_middle() -> None:
    """What was asked after a page stands behind that page's question: it is the news."""
    asked = "what is the difference between stack and cat in pytorch and numpy? and what of hstack"
    statistics = replace(BUSY, unanswered=(UnansweredWording(asked, 4),))

    told = report(ClassReport(statistics, TITLES)).text.text

    assert told.endswith("“what is the difference betwee… and numpy? and what of hstack” ×4")
