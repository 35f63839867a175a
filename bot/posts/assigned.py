"""Assignments in words: planned, given, reminded of, and how far everybody is."""

from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton

from bot.buttons import practice
from bot.buttons.learners import keyboard
from bot.buttons.practice import OpenExercise
from bot.posts import buttons
from bot.posts.buttons import CancelPost, GiveAssignment, PostPress, Remind
from bot.posts.render import NOBODY, NOT_YOURS
from bot.render.output import on_one_line
from bot.sending.response import Response
from bot.sending.styled import Styled, bold, code, joined, paragraphs, plain, stacked
from knowledge.exercises.exercise import Exercise
from progress.cohorts.assignment import Assignment, Done
from progress.cohorts.cohort import Cohort
from tutor.curation.desk import InstructorsOnly
from tutor.posts.assignments import IsOver, NoExercise, OfClass, Plan, Planned, Standing, Unclear

NOTHING = "Nothing is assigned."
ALL_DONE = "Everybody has done it."
IS_OVER = "That time has passed already. When is it to be done?"
_EXAMPLE = "/assign 2027-01-15 18:00 broadcasting, one-hot"
# Telegram takes a hundred; nobody looks for one among so many.
_MOST_BUTTONS = 12
_MOST_NAMED = 30


def plan(found: Plan) -> Response:
    """What will be given, or why it can't be."""
    match found:
        case Planned():
            return _planned(found)
        case InstructorsOnly():
            return Response(plain(NOT_YOURS))
        case IsOver():
            return Response(plain(IS_OVER))
        case NoExercise(names):
            said = ", ".join(f"“{on_one_line(each)}”" for each in names)
            hint = "/practice with a word that is near shows the names there are."
            return Response(plain(f"I have no exercise or topic named {said}. {hint}"))
        case Unclear():
            how = plain("A day, perhaps a time, then exercises or topics with commas between:")
            title = plain("A line before it may give a title: “title: Week 3”.")
            return Response(stacked(how, code(_EXAMPLE), title))


def _planned(found: Planned) -> Response:
    cohort, people = found.audience.cohort, found.audience.people
    if not people:
        return Response(plain(NOBODY.format(cohort.name)))
    what = found.what
    shown = Assignment(0, cohort.id, what.title, what.targets, what.due_at)
    listed = stacked(*(_exercise(each) for each in found.exercises))
    give = _button(f"Give it to {len(people)}", GiveAssignment(cohort.id))
    text = paragraphs(_head(cohort, shown), listed)
    return Response(text, keyboard([give, _button("Cancel", CancelPost())]))


def given(found: Standing) -> Response:
    """What everybody in the class gets."""
    listed = stacked(*(_exercise(each) for each in found.exercises))
    text = paragraphs(_head(found.cohort, found.assignment), listed, plain("/assigned tells more."))
    return Response(text, keyboard(*_practise(found.exercises)))


def reminder(found: Standing) -> Response:
    """What those get who have something open."""
    said = plain("Not all of it is done yet; /assigned shows what is open.")
    return Response(paragraphs(_head(found.cohort, found.assignment), said))


def learners(found: tuple[Standing, ...]) -> Response:
    """How far a learner is, with buttons for what is open."""
    if not found:
        return Response(plain(NOTHING))
    texts, still_open = [], []
    for each in found:
        (mine,) = each.people.values()
        lines = (_exercise(one, _mark(one, mine)) for one in each.exercises)
        texts.append(stacked(_head(each.cohort, each.assignment), *lines))
        still_open += [one for one in each.exercises if one.id in mine.open]
    return Response(paragraphs(*texts), keyboard(*_practise(still_open)))


def teachers(given: OfClass) -> Response:
    """How far a class is, and by name who is behind with what it was given last."""
    if not given.found:
        return Response(plain(NOTHING))
    lately = given.found[:_MOST_BUTTONS]
    rows = [
        [_button(f"Remind: {each.assignment.title}"[:40], Remind(each.assignment.id))]
        for each in lately
        if each.behind and given.may_remind and each.assignment.due_at > given.now
    ]
    told = (_class(each, _MOST_NAMED if at == 0 else 0) for at, each in enumerate(lately))
    return Response(paragraphs(*told), keyboard(*rows))


def _class(found: Standing, most: int) -> Styled:
    complete = len(found.people) - len(found.behind)
    lines = [
        plain(f"{on_one_line(found.names[who]) or 'Somebody'}: {_far(found.people[who])}")
        for who in found.behind[:most]
    ]
    if most and len(found.behind) > most:
        lines.append(plain(f"and {len(found.behind) - most} more"))
    head = _head(found.cohort, found.assignment)
    late = sum(bool(each.late) for each in found.people.values())
    said = f"{complete} of {len(found.people)} have done all of it" + (late > 0) * f", {late} late"
    return stacked(head, plain(f"{said}."), *lines)


def _far(found: Done) -> str:
    number = len(found.in_time) + len(found.late)
    late = f", {len(found.late)} late" if found.late else ""
    return f"{number} of {number + len(found.open) + len(found.seen)}{late}"


def _head(cohort: Cohort, of: Assignment) -> Styled:
    due = of.due_at.astimezone(ZoneInfo(cohort.time_zone))
    until = f"{cohort.name} · until {due:%a %Y-%m-%d %H:%M} ({cohort.time_zone})"
    return stacked(bold(on_one_line(of.title)), plain(on_one_line(until)))


def _mark(of: Exercise, found: Done) -> str:
    if of.id in found.in_time:
        return "✔"
    if of.id in found.seen:
        return "– solution seen:"
    return "✔ late:" if of.id in found.late else "○"


def _exercise(of: Exercise, mark: str = "·") -> Styled:
    return joined((plain(mark), plain(of.title)), " ")


def _practise(of: list[Exercise] | tuple[Exercise, ...]) -> list[list[InlineKeyboardButton]]:
    return [
        [
            InlineKeyboardButton(
                f"Practise: {each.title}", callback_data=practice.pack(OpenExercise(each.id))
            )
        ]
        for each in of[:_MOST_BUTTONS]
    ]


def _button(caption: str, press: PostPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(caption, callback_data=buttons.pack(press))
