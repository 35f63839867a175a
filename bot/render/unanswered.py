"""/unanswered: what learners asked in vain, the most asked first."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from telegram import InlineKeyboardMarkup

from bot.buttons import draft_keyboards
from bot.buttons import entry_keyboards as keyboards
from bot.buttons.draft_keyboards import MOST_PAGES, PAGE_LENGTH
from bot.render.card import counted
from bot.render.output import on_one_line, visible
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.curation.cluster import Cluster
from knowledge.curation.draft import Draft
from knowledge.curation.version import RELEASE, Action, EditConflict, Published, Version
from knowledge.pages.entry import Entry
from tutor.curation.desk import Gone, InstructorsOnly
from tutor.curation.imports import LIMIT_BYTES, NotTakenIn, TakenIn
from tutor.curation.unanswered import AsksAlready, Open
from tutor.curation.writers import BeingWritten, Discarded, PublishedAs

NAME_LENGTH = 40
QUESTION_LENGTH = 100
FILE_NAME_LENGTH = 60
LINE_LENGTH = 400
SHOWN = 10
OTHERS = 2

_DEEDS: Mapping[Action, str] = {
    Action.CREATED: "wrote it",
    Action.EDITED: "changed it",
    Action.ALIASED: "added wordings to it",
    Action.RETIRED: "retired it",
    Action.RESTORED: "brought it back",
    Action.UNDONE: "took a change back",
    Action.RETURNED: "brought back {restored}",
    Action.KEPT: "kept it against a release",
    Action.TAKEN: "took it from a release",
}
_REFUSED: Mapping[type, str] = {
    InstructorsOnly: (
        "Writing and changing entries is for instructors. You can ask me anything, and what I "
        "can't answer reaches them. If you teach this class, ask for an invite code and send "
        "/join CODE."
    ),
    Gone: "That is no longer there: it was published, discarded or dealt with meanwhile.",
    BeingWritten: (
        "Another instructor is writing this draft at the moment. It is free again once they have "
        "put it aside, or have done nothing with it for an hour."
    ),
}


def refused(outcome: InstructorsOnly | Gone | BeingWritten) -> Response:
    """Why nothing was done."""
    return Response(plain(_REFUSED[type(outcome)]))


def of_before(found: PublishedAs | Draft | Discarded) -> Response:
    """Said to an edit of a message whose draft is not open, or written by a colleague by now."""
    keyboard: InlineKeyboardMarkup | None = None
    match found:
        case PublishedAs(slug):
            state, advice = "is published", "Open the entry to change it."
            keyboard = keyboards.opener(slug)
        case Discarded():
            state, advice = "was discarded", "/answer begins another."
        case Draft(question=question):
            state = f"is not open{f', {quoted(question)}' if question else ''}"
            advice = "Open the draft, then edit the message once more."
            keyboard = draft_keyboards.reopen(found)
    told = f"That message belongs to a draft that {state}, so nothing has changed. {advice}"
    return Response(plain(told), keyboard)


def overtaken(found: EditConflict) -> Response:
    """Somebody else changed the entry first; a look at it comes before anything else."""
    told = f"{deed(found.theirs)} Nothing of that was overwritten. Have a look first."
    return Response(plain(told), keyboards.opener(found.theirs.slug))


def deed(version: Version) -> str:
    """Who did what, and when."""
    # What a release did by itself holds from there on, and so does the next one.
    done = "took it in" if version.author == RELEASE else _DEEDS[version.action]
    done = done.format(restored=restored(version))
    who = clipped(on_one_line(version.author.name), NAME_LENGTH) or "An instructor"
    return f"{who} {done} on {when(version.at)}."


def restored(version: Version) -> str:
    """What a return went back to."""
    return f"version {version.restores}" if version.restores else "what shipped"


def when(at: datetime) -> str:
    """A time that means the same to everyone."""
    return f"{at.astimezone(UTC):%d %b %Y, %H:%M} UTC"


def quoted(question: str) -> str:
    return f"“{clipped(on_one_line(question), QUESTION_LENGTH)}”"


# What became of a file of questions.


def outcome(name: str, found: TakenIn | NotTakenIn) -> Response:
    """How many drafts there are of it, or why there is none."""
    match found:
        case TakenIn(new, again, notes):
            there = f" Already there: {counted(again, 'question')}." if again else ""
            noted = f" With findings: {found.noted}. Answered by a page already: {found.answered}."
            made = f"{counted(new, 'new draft')} from {_name(name)}."
            told = f"{made}{there}{noted if new else ''} Nothing is published."
            of_file = stacked(plain("Of the file:" if notes else ""), listed(notes))
            return Response(paragraphs(plain(told), of_file), draft_keyboards.to_all())
        case NotTakenIn(problems):
            told = f"I have made no draft of {_name(name)}:"
            return Response(stacked(plain(told), listed(problems)))


def too_large(name: str) -> Response:
    """Refused before it is read."""
    most = LIMIT_BYTES // 1024
    told = f"{_name(name)} is too long: I take files of up to {most} KiB here. Split it."
    return Response(plain(told))


def not_read(name: str, readable: Sequence[str]) -> Response:
    """Refused by its kind."""
    *most, last = readable
    told = f"I can't read {_name(name) or 'that file'}. I read {', '.join(most)} and {last} files."
    return Response(plain(told))


def _name(name: str) -> str:
    return clipped(on_one_line(name), FILE_NAME_LENGTH)


def listed(said: Sequence[str]) -> Styled:
    """The first of several remarks, a line each."""
    lines = [f"• {clipped(visible(each), LINE_LENGTH)}" for each in said[:SHOWN]]
    more = [f"… and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
    return plain("\n".join([*lines, *more]))


# What is open.

Item = TypeVar("Item")


def paged(found: Sequence[Item], number: int) -> tuple[list[tuple[int, Item]], int, int]:
    """What is on a page, numbered; which page that is, the last where there are fewer; of many."""
    pages = min(-(-len(found) // PAGE_LENGTH), MOST_PAGES)
    here = min(number, pages - 1)
    start = here * PAGE_LENGTH
    return list(enumerate(found[start : start + PAGE_LENGTH], start=start + 1)), here, pages


def among(here: int, pages: int) -> str:
    """Where a page is, for its title."""
    return f" ({here + 1} of {pages})" if pages > 1 else ""


def page(asked: Open, entries: Mapping[str, Entry], number: int) -> Response:
    """One page of the list."""
    found = asked.clusters
    if not found:
        # Or not among what has been looked at.
        nothing = (
            "Nothing is open so far. Send /unanswered again: I look at more each time."
            if asked.wordings or not asked.is_current
            else "Nothing is waiting: every question has found its answer."
        )
        return Response(plain(nothing))
    shown, here, pages = paged(found, number)
    where = among(here, pages)
    title = bold(f"{counted(len(found), 'open question')}, the most asked first{where}")
    text = paragraphs(
        stacked(title, plain(_left_out(asked))),
        *(_cluster(place, cluster, entries) for place, cluster in shown),
    )
    near = [(place, cluster, _nearest(cluster, entries)) for place, cluster in shown]
    return Response(text, keyboards.unanswered(near, here, pages))


def _left_out(asked: Open) -> str:
    """Say that there are others, where only the most asked wordings are told.

    Entries may answer those by now: they have not been looked at.
    """
    told = sum(len(cluster.asked) for cluster in asked.clusters)
    if asked.wordings <= told:
        return ""
    return (
        f"These are the {told} most asked of {asked.wordings:,} wordings; "
        "I look at the rest as you deal with them."
    )


def _cluster(number: int, cluster: Cluster, entries: Mapping[str, Entry]) -> Styled:
    others = ", ".join(quoted(each.spelled) for each in cluster.asked[1 : 1 + OTHERS])
    left = len(cluster.asked) - 1 - OTHERS
    more = f" and {left} more" if left > 0 else ""
    # How the questions came onto the list.
    signs = (
        (cluster.abstained, "not known"),
        (cluster.declined, "none of these"),
        (sum(cluster.chosen.values()), "chosen from suggestions"),
        (sum(cluster.unhelpful.values()), "not helpful"),
    )
    return stacked(
        bold(f"{number}. {quoted(cluster.title)} ×{cluster.times}"),
        plain(f"also {others}{more}" if others else ""),
        plain(" · ".join(f"{count} {sign}" for count, sign in signs if count)),
        plain(_place(cluster, entries)),
    )


def _place(cluster: Cluster, entries: Mapping[str, Entry]) -> str:
    """Where it may belong, and where it surely does not."""
    near = _nearest(cluster, entries)
    missed = [
        entries[slug].question
        for slug in cluster.unhelpful
        if slug in entries and slug not in cluster.proposed
    ]
    if not missed:
        return f"Nearest: {near.question}" if near else "No entry is near."
    others = f"\nNearest of the others: {near.question}" if near else ""
    return f"Did not help: {' · '.join(missed)}{others}"


def _nearest(cluster: Cluster, entries: Mapping[str, Entry]) -> Entry | None:
    """The entry that it most likely belongs to."""
    return next((entries[slug] for slug in cluster.proposed if slug in entries), None)


def merged(outcome: Published, cluster: Cluster | None, entry: Entry) -> Response:
    """What was added to which entry, and the way back."""
    told = f"Added {_wordings(cluster) if cluster else 'it'} to {quoted(entry.question)}."
    return Response(plain(told), keyboards.changed(outcome.version))


def dismissed(cluster: Cluster) -> Response:
    """What is off the list, whose numbers have moved up, and the way back."""
    told = f"Dismissed {_wordings(cluster)}. It comes back once somebody asks it again."
    return Response(plain(told), keyboards.dismissed(cluster))


def reopened(cluster: Cluster) -> Response:
    return Response(plain(f"Back on the list of /unanswered: {_wordings(cluster)}."))


def _wordings(cluster: Cluster) -> str:
    others = len(cluster.asked) - 1
    more = f" and {counted(others, 'more wording')}" if others else ""
    return f"{quoted(cluster.title)}{more}"


def asks_already(outcome: AsksAlready, entry: Entry | None) -> Response:
    """Nothing was added."""
    name = quoted(entry.question) if entry else outcome.slug
    told = f"Nothing was added: that wording asks for {name} already."
    return Response(plain(told), keyboards.opener(outcome.slug))
