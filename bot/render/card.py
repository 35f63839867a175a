"""/me and /stats as text that fits a narrow screen."""

from collections.abc import Sequence
from statistics import median

from bot.buttons import learners
from bot.render.output import on_one_line
from bot.sending.response import Response
from bot.sending.splitting import clipped, last_boundary
from bot.sending.styled import Styled, bold, joined, paragraphs, plain, stacked
from progress.history import FamilyHistory
from progress.practising import Attempts, ExerciseStatistics
from progress.statistics import NOT_ENOUGH, ClassStatistics
from tutor.class_report import ClassReport
from tutor.progress_card import ProgressCard, TopicProgress

METER_LENGTH = 6
SHOWN_RECENT = 5
SHOWN_EXERCISES = 5
WORDING_LENGTH = 60

_DEALT_WITH = "the most asked are dealt with; /unanswered lists the rest"


def progress(card: ProgressCard) -> Response:
    """How far a learner is, and where to go on."""
    keyboard = learners.entries((card.suggestion,)) if card.suggestion else None
    if not card.questions and not card.runs and not card.drills and not card.attempts:
        told = (
            "Nothing here yet. Ask me a question or send me some code, "
            "and I'll keep track of what you learn."
        )
        return Response(plain(told), keyboard)
    text = paragraphs(
        stacked(bold("Your progress"), plain(_summary(card))),
        stacked(*map(_topic, card.topics)),
        stacked(plain(_drills(card.drills)), plain(_exercises(card.attempts))),
        _recent(card),
        plain("A good next page:" if card.suggestion else ""),
    )
    return Response(text, keyboard)


def report(found: ClassReport) -> Response:
    """How a class is doing, in six lines, and the exercises that most have tried."""
    statistics = found.statistics
    lines = (
        ("👥 Learners", _learners(statistics)),
        ("💬 Questions", _questions(statistics)),
        ("▶ Runs", _runs(statistics)),
        ("🎯 Drills", _drills_of(statistics)),
        ("⛰ Hardest", _hardest(found)),
        ("❔ Unanswered", _unanswered(found)),
    )
    days = f"{statistics.since:%d %b} – {statistics.until:%d %b %Y}"
    title = f"{on_one_line(found.cohort.name)}, {days}" if found.cohort else days
    said = (joined((bold(name), plain(f": {fact}"))) for name, fact in lines)
    exercises = map(plain, map(_of_exercise, statistics.exercises[:SHOWN_EXERCISES]))
    return Response(paragraphs(bold(title), stacked(*said), stacked(*exercises)))


def instructors_only() -> Response:
    return Response(
        plain(
            "The class statistics are for instructors. /me shows your own progress. "
            "If you teach this class, ask for an invite code and send /join CODE."
        )
    )


def meter(firmness: float) -> str:
    """A share from 0 to 1 as a bar."""
    full = round(max(0.0, min(1.0, firmness)) * METER_LENGTH)
    return "▰" * full + "▱" * (METER_LENGTH - full)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _summary(card: ProgressCard) -> str:
    streak = f"🔥 {counted(card.streak_days, 'day')} in a row" if card.streak_days else ""
    facts = (streak, counted(card.questions, "question"), counted(card.runs, "run"))
    return " · ".join(fact for fact in facts if fact)


def _topic(topic: TopicProgress) -> Styled:
    return plain(f"{meter(topic.firmness)}  {topic.title}")


def _drills(done: Sequence[FamilyHistory]) -> str:
    """How many, how many right, and the families that go best and worst."""
    if not done:
        return ""
    ranked = sorted(done, key=lambda each: (-each.right / each.drills, -each.drills))
    ends = f", best at {ranked[0].family}, worst at {ranked[-1].family}" if ranked[1:] else ""
    right, of = (sum(getattr(each, name) for each in done) for name in ("right", "drills"))
    return f"🎯 Drills: {right} right of {of}{ends}"


def _exercises(attempts: Attempts) -> str:
    if not attempts:
        return ""
    tries = [each.passed_in for each in attempts.values() if each.passed_in]
    each = f", {median(tries):g} tries each (median)" if tries else ""
    return f"🧩 Exercises: {len(tries)} passed of {len(attempts)} tried{each}"


def _recent(card: ProgressCard) -> Styled:
    wordings = (plain(f"• {_wording(text)}") for text in card.recent[:SHOWN_RECENT])
    asked = stacked(*wordings)
    return stacked(bold("You asked"), asked) if asked.text else Styled()


def _wording(text: str) -> str:
    return clipped(on_one_line(text), WORDING_LENGTH)


def _both_ends(text: str) -> str:
    """A wording cut in its middle: behind a page's question stands what was asked after it."""
    line, half = on_one_line(text), WORDING_LENGTH // 2
    if len(line) <= WORDING_LENGTH:
        return line
    end = line[last_boundary(line, len(line) - half) :]
    return f"{clipped(line, half)} {end.partition(' ')[2] or end}"


def _learners(statistics: ClassStatistics) -> str:
    return (
        f"{statistics.active_week} active this week, {statistics.active} in this time, "
        f"{statistics.learners} in all"
    )


def _questions(statistics: ClassStatistics) -> str:
    return (
        f"{statistics.questions}; {statistics.answered_share:.0%} answered, "
        f"{statistics.suggested_share:.0%} suggested, {statistics.abstained_share:.0%} not known"
    )


def _runs(statistics: ClassStatistics) -> str:
    if not statistics.is_told:
        return f"{statistics.total.runs}; how they went: {NOT_ENOUGH}"
    common = max(statistics.errors.items(), key=lambda item: item[1], default=None)
    most = f", mostly {on_one_line(common[0])} ({common[1]})" if common else ""
    return f"{statistics.total.runs}; {statistics.failed_share:.0%} failed{most}"


def _drills_of(statistics: ClassStatistics) -> str:
    right = f"{statistics.drills_right_share:.0%} right" if statistics.is_told else NOT_ENOUGH
    return f"{statistics.total.drills}; {right}"


def _of_exercise(found: ExerciseStatistics) -> str:
    tries = f" in {found.median_tries:g} tries (median)" if found.passed else ""
    often = f", mostly “{on_one_line(found.mistake)}” ({found.mistakes})" if found.mistake else ""
    return f"🧩 {on_one_line(found.exercise)}: {found.passed} of {found.tried} passed{tries}{often}"


def _hardest(found: ClassReport) -> str:
    named = (
        f"{found.titles.get(hard.topic, hard.topic)} ({hard.difficulty:.0%})"
        for hard in found.statistics.hardest[:3]
    )
    return ", ".join(named) or "too few learners to say"


def _unanswered(found: ClassReport) -> str:
    waiting = found.waiting
    said = ", ".join(f"“{_both_ends(each.wording)}” ×{each.times}" for each in waiting[:3])
    more = f", {len(waiting)} in all" if waiting[3:] else ""
    return said + more or (_DEALT_WITH if found.statistics.unanswered else "none")
