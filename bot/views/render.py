"""What instructors see, as text that fits a narrow screen, and as CSV."""

from collections.abc import Iterable, Sequence
from zlib import crc32

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.buttons import curation, learners, practice
from bot.buttons.learners import keyboard
from bot.render.card import counted, meter
from bot.render.output import on_one_line
from bot.sending.response import Document, Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, joined, paragraphs, plain, stacked
from bot.views import xray
from bot.views.buttons import (
    SendNudge,
    ShowAtRisk,
    ShowExercises,
    ShowMember,
    ShowMembers,
    ShowStuck,
    ShowTopics,
    ViewPress,
    pack,
)
from knowledge.pages.entry import Entry
from progress.cohorts.cohort import Cohort, Member
from progress.csv_export import csv_text
from progress.statistics import NOT_ENOUGH
from progress.views.exercises import ExerciseFigures
from tutor.views.values import (
    AtRiskList,
    Digest,
    ExerciseTable,
    Happened,
    Heatmap,
    LearnerView,
    Nudge,
    Stuck,
    StuckLearner,
)

SHOWN = 12
PER_PAGE = 10
LINE_LENGTH = 160
CAPTION = 60
NO_SUCH_MEMBER = "Nobody of your class, or not any more. /stats shows who is in it."
ON_ITS_WAY = "It is on its way."
NOTHING_TO_SEND = "That is settled meanwhile: nothing was sent."
_NOBODY_JOINED = (
    "Nobody has joined this class. Single learners are shown only of a class that they have "
    "joined themselves."
)


def mark(nudge: Nudge) -> int:
    """Tell one nudge from another that a button may have meant."""
    return crc32(f"{nudge.text}\n{nudge.page}\n{nudge.exercise}".encode())


def menu() -> InlineKeyboardMarkup:
    """The views of a class, under its statistics."""
    unanswered = InlineKeyboardButton(
        "Unanswered", callback_data=curation.pack(curation.ShowUnanswered(0))
    )
    return keyboard(
        [_button("Stuck now", ShowStuck()), _button("At risk", ShowAtRisk())],
        [_button("Exercises", ShowExercises()), unanswered],
        [_button("Topics × learners", ShowTopics()), _button("One learner", ShowMembers(0))],
    )


def stuck(found: Stuck) -> Response:
    """Who is stuck and why; a button a reason sends what may help."""
    shown = found.learners[:SHOWN]
    said = (_listed(each.member.name, [why.text for why in each.why]) for each in shown)
    text = paragraphs(*said) if shown else plain("Nobody has been stuck these seven days.")
    rows = [[button] for each in shown for button in _nudges(each)]
    return Response(
        paragraphs(_head("Stuck now", found.cohort), text, _rest(found.learners)), keyboard(*rows)
    )


def at_risk(found: AtRiskList) -> Response:
    shown = found.learners[:SHOWN]
    said = (_listed(each.member.name, each.why) for each in shown)
    text = paragraphs(*said) if shown else plain("Nobody seems to be about to be lost.")
    names = [_member(each.member) for each in shown]
    return Response(
        paragraphs(_head("At risk", found.cohort), text, _rest(found.learners)),
        keyboard(*([each] for each in names)),
    )


def exercises(found: ExerciseTable) -> Response:
    """The most tried ones; the file has all of them."""
    days = plain(f"{found.period.first:%d %b} – {found.period.last:%d %b %Y}")
    head = stacked(_head("Exercises", found.cohort), days)
    if not found.exercises:
        return Response(paragraphs(head, plain(f"Of no exercise yet: {NOT_ENOUGH}.")))
    said = (_exercise(found, each) for each in found.exercises[:SHOWN])
    text = paragraphs(head, *said, _rest(found.exercises))
    name = f"exercises-{found.period.last:%Y-%m-%d}.csv"
    files = (_csv(name, _exercise_rows(found)),)
    return Response(text, xray.offers(found.exercises[:SHOWN]), attachments=files)


def heatmap(found: Heatmap) -> Response:
    """The topics by their numbers in the picture; the file has the figures."""
    head = _head("Topics × learners", found.cohort)
    if not found.rows:
        return Response(paragraphs(head, plain(_NOBODY_JOINED)))
    names = (plain(f"{number}. {title}") for number, title in enumerate(found.topics, 1))
    rows = [
        ("learner", *found.topics),
        *(
            (row.member.name, *("" if m is None else round(m, 3) for m in row.mastery))
            for row in found.rows
        ),
    ]
    return Response(paragraphs(head, stacked(*names)), attachments=(_csv("topics.csv", rows),))


def members(found: Sequence[Member], page: int) -> Response:
    """Whom to look at, by name."""
    if not found:
        return Response(plain(_NOBODY_JOINED))
    at = max(page, 1)
    start = (at - 1) * PER_PAGE
    shown = [[_member(each)] for each in found[start : start + PER_PAGE]]
    back = [_button("Back", ShowMembers(at - 1))] if start else []
    on = [_button("More", ShowMembers(at + 1))] if start + PER_PAGE < len(found) else []
    said = "Whom do you want to look at? They can see that you did."
    return Response(plain(said), keyboard(*shown, [*back, *on]))


def learner(found: LearnerView) -> Response:
    """One learner: how firmly, what fails, and what they did last."""
    held = (plain(f"{meter(share)}  {topic}") for topic, share in found.mastery.items())
    tried = found.exercises.values()
    passed = sum(each.passed_in is not None for each in tried)
    facts = (
        f"🧩 Exercises: {passed} passed of {len(tried)} tried" if tried else "",
        f"⚠ Errors: {', '.join(map(on_one_line, found.errors))}" if found.errors else "",
    )
    did, told = map(_dated, (found.timeline, found.told))
    why = [plain(_line(f"• {each.text}")) for each in found.why]
    text = paragraphs(
        _head(on_one_line(found.member.name), found.cohort),
        stacked(*held),
        stacked(*map(plain, facts)),
        stacked(bold("Stuck"), *why) if why else Styled(),
        stacked(bold("Told by teachers"), *told) if found.told else Styled(),
        stacked(bold("Last 30 days"), *did) if found.timeline else plain("Nothing in 30 days."),
    )
    nudges = _nudges(StuckLearner(found.member, found.why))
    return Response(text, keyboard(*([each] for each in nudges)))


def digest(found: Digest) -> Response:
    """A class's week, and what to do next."""
    facts = (
        ("Active", found.active),
        ("New", found.joined),
        ("Exercises passed", found.passed),
        ("Stuck", found.stuck),
        ("Unanswered", found.unanswered),
        ("At risk", found.at_risk),
    )
    said = (joined((bold(name), plain(f": {number}"))) for name, number in facts)
    days = f"Week to {found.period.last:%d %b %Y}"
    following = stacked(*map(plain, found.following))
    return Response(paragraphs(_head(days, found.cohort), stacked(*said), following), menu())


def nudge(said: Nudge, page: Entry | None) -> Response:
    """What a learner is sent, with a button to what may help."""
    opener = learners.entries((page,)) if page else None
    if said.exercise and opener is None:
        data = practice.pack(practice.OpenExercise(said.exercise))
        opener = keyboard([InlineKeyboardButton("Open the exercise", callback_data=data)])
    return Response(stacked(bold("From your teacher"), plain(said.text)), opener)


def _exercise(table: ExerciseTable, of: ExerciseFigures) -> Styled:
    name, counts = of.counted.exercise, of.counted
    apart = NOT_ENOUGH if of.discrimination is None else f"{of.discrimination:+.2f}"
    tries = f", {counts.median_tries:g} tries (median)" if counts.passed else ""
    lines = (
        f"{counts.passed} of {counts.tried} passed, {counts.gave_up} gave up{tries}",
        f"first try {of.first_score:.0%}, in the end {of.last_score:.0%}",
        f"discrimination: {apart}",
        *(
            f"{each.times} × {table.mistakes.get((name, each.name), each.name)}"
            for each in of.mistakes
        ),
    )
    return _listed(f"🧩 {table.titles.get(name, name)}", lines)


def _exercise_rows(found: ExerciseTable) -> Iterable[Sequence[str | int | float]]:
    yield "since", "until", "exercise", "measure", "value"
    days = found.period.first.isoformat(), found.period.last.isoformat()
    for each in found.exercises:
        measures = {
            "tried": each.counted.tried,
            "passed": each.counted.passed,
            "gave up": each.counted.gave_up,
            "median tries": each.counted.median_tries,
            "first score": round(each.first_score, 3),
            "last score": round(each.last_score, 3),
            "discrimination": NOT_ENOUGH
            if each.discrimination is None
            else round(each.discrimination, 3),
            **{f"mistake {of.name}": of.times for of in each.mistakes},
        }
        for measure, value in measures.items():
            yield *days, each.counted.exercise, measure, value


def _csv(name: str, rows: Iterable[Sequence[str | int | float]]) -> Document:
    # A byte order mark, or a spreadsheet takes it for an old code page.
    return Document(name, csv_text(rows).encode("utf-8-sig"))


def _head(title: str, cohort: Cohort) -> Styled:
    return joined((bold(title), plain(f" · {on_one_line(cohort.name)}")))


def _listed(name: str, lines: Iterable[str]) -> Styled:
    return stacked(bold(on_one_line(name)), *(plain(_line(f"• {each}")) for each in lines))


def _dated(found: Sequence[Happened]) -> list[Styled]:
    return [plain(_line(f"{each.at:%d %b %H:%M} {each.text}")) for each in found[:SHOWN]]


def _line(text: str) -> str:
    return clipped(on_one_line(text), LINE_LENGTH)


def _rest(found: Sequence[object]) -> Styled:
    return plain(f"and {counted(len(found) - SHOWN, 'other')}" if found[SHOWN:] else "")


def _nudges(of: StuckLearner) -> list[InlineKeyboardButton]:
    name = clipped(on_one_line(of.member.name), 20)
    who, why = of.member.telegram_user_id, of.why[:2]
    # Of two reasons each button says its own.
    said = [f": {on_one_line(each.text)}" if why[1:] else "" for each in why]
    return [
        _button(clipped(f"Help {name}{about}", CAPTION), SendNudge(who, mark(each.nudge)))
        for each, about in zip(why, said, strict=True)
    ]


def _member(member: Member) -> InlineKeyboardButton:
    name = clipped(on_one_line(member.name), 30) or str(member.telegram_user_id)
    return _button(name, ShowMember(member.telegram_user_id))


def _button(caption: str, press: ViewPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(caption, callback_data=pack(press))
