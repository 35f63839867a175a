"""/unanswered: what learners asked in vain, the most asked first."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.buttons import draft_keyboards
from bot.buttons import entry_keyboards as keyboards
from bot.buttons.draft_keyboards import MOST_PAGES, PAGE_LENGTH
from bot.render.card import counted
from bot.render.output import on_one_line, visible
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, joined, paragraphs, plain, stacked
from knowledge.curation.cluster import Cluster
from knowledge.curation.draft import Draft
from knowledge.curation.version import RELEASE, Action, EditConflict, Published, Version
from knowledge.pages.entry import Entry
from tutor.curation.desk import Gone, InstructorsOnly
from tutor.curation.imports import LIMIT_BYTES, NotTakenIn, TakenIn
from tutor.curation.unanswered import AsksAlready, Open
from tutor.curation.writers import BeingWritten

# What instructors are told whatever they were about to do, and learners who try the same.

NAME_LENGTH = 40
QUESTION_LENGTH = 100

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
# What a release did by itself: from there on it holds, and so does the next one.
_TAKEN_IN = "took it in"
_ONLY = (
    "Writing and changing entries is for instructors. You can ask me anything, and what I can't "
    "answer reaches them. If you teach this class, ask for an invite code and send /join CODE."
)
_GONE = "That is no longer there: it was published, discarded or dealt with meanwhile."
_PUBLISHED = (
    "That message belongs to a draft that is published, so nothing has changed. Open the entry to "
    "change it."
)
_DISCARDED = (
    "That message belongs to a draft that was discarded, so nothing has changed. /answer begins "
    "another."
)
_BEING_WRITTEN = (
    "Another instructor is writing this draft at the moment. It is free again once they have put "
    "it aside, or have done nothing with it for an hour."
)


def refused(outcome: InstructorsOnly | Gone | BeingWritten) -> Response:
    """Why nothing was done."""
    match outcome:
        case InstructorsOnly():
            return Response(plain(_ONLY))
        case Gone():
            return Response(plain(_GONE))
        case BeingWritten():
            return Response(plain(_BEING_WRITTEN))


def published_already(slug: str) -> Response:
    """Said to an edit of a message whose draft is published."""
    return Response(plain(_PUBLISHED), keyboards.opener(slug))


def discarded_before() -> Response:
    """Said to an edit of a message whose draft was thrown away."""
    return Response(plain(_DISCARDED))


def not_open(draft: Draft) -> Response:
    """Said to an edit of a message whose draft is put aside, or written by a colleague by now."""
    question = f", {quoted(draft.question)}" if draft.question else ""
    told = (
        f"That message belongs to a draft that is not open{question}, so nothing has changed. Open "
        "the draft, then edit the message once more."
    )
    return Response(plain(told), draft_keyboards.reopen(draft))


def overtaken(found: EditConflict) -> Response:
    """Somebody else changed the entry first; a look at it comes before anything else."""
    told = f"{deed(found.theirs)} Nothing of that was overwritten. Have a look first."
    return Response(plain(told), keyboards.opener(found.theirs.slug))


def deed(version: Version) -> str:
    """Who did what, and when."""
    done = _TAKEN_IN if version.author == RELEASE else _DEEDS[version.action]
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

FILE_NAME_LENGTH = 60
SHOWN = 10
LINE_LENGTH = 200


def outcome(name: str, found: TakenIn | NotTakenIn) -> Response:
    """How many drafts there are of it, or why there is none."""
    match found:
        case TakenIn(new, again, notes):
            there = f" Already there: {counted(again, 'question')}." if again else ""
            told = f"{counted(new, 'new draft')} from {_name(name)}.{there} Nothing is published."
            left = joined((plain("Of the file:"), _listed(notes)), "\n") if notes else Styled()
            return Response(joined((plain(told), left), "\n\n"), draft_keyboards.to_all())
        case NotTakenIn(problems):
            told = f"I have made no draft of {_name(name)}:"
            return Response(joined((plain(told), _listed(problems)), "\n"))


def too_large(name: str) -> Response:
    """Refused before it is read."""
    most = LIMIT_BYTES // 1024
    told = f"{_name(name)} is too long: I take files of up to {most} KiB here. Split it."
    return Response(plain(told))


def _name(name: str) -> str:
    return clipped(on_one_line(name), FILE_NAME_LENGTH)


def _listed(said: Sequence[str]) -> Styled:
    lines = [f"• {clipped(visible(each), LINE_LENGTH)}" for each in said[:SHOWN]]
    more = [f"… and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
    return plain("\n".join([*lines, *more]))


OTHERS = 2


def page(asked: Open, entries: Mapping[str, Entry], number: int) -> Response:
    """One page, or the last one where there are fewer by now."""
    found = asked.clusters
    if not found:
        return Response(plain(_nothing(asked)))
    pages = min(-(-len(found) // PAGE_LENGTH), MOST_PAGES)
    here = min(number, pages - 1)
    start = here * PAGE_LENGTH
    numbered = list(enumerate(found[start : start + PAGE_LENGTH], start=start + 1))
    where = f" ({here + 1} of {pages})" if pages > 1 else ""
    title = bold(f"{counted(len(found), 'open question')}, the most asked first{where}")
    shown = [(place, cluster, nearest(cluster, entries)) for place, cluster in numbered]
    head = stacked(title, plain(_left_out(asked)))
    told = (_cluster(place, cluster, _place(cluster, entries)) for place, cluster in numbered)
    text = paragraphs(head, *told)
    return Response(text, keyboards.unanswered(shown, here, pages))


def _nothing(asked: Open) -> str:
    """Say that nothing is open, or not among what has been looked at."""
    if asked.wordings or not asked.is_current:
        return "Nothing is open so far. Send /unanswered again: I look at more each time."
    return "Nothing is waiting: every question has found its answer."


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


def nearest(cluster: Cluster, entries: Mapping[str, Entry]) -> Entry | None:
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
    return Response(
        plain(f"Nothing was added: that wording asks for {name} already."),
        keyboards.opener(outcome.slug),
    )


def _place(cluster: Cluster, entries: Mapping[str, Entry]) -> str:
    """Where it may belong, and where it surely does not."""
    near = nearest(cluster, entries)
    missed = [
        entries[slug].question
        for slug in cluster.unhelpful
        if slug in entries and slug not in cluster.proposed
    ]
    if not missed:
        return f"Nearest: {near.question}" if near else "No entry is near."
    others = f"Nearest of the others: {near.question}" if near else ""
    return "\n".join(filter(None, (f"Did not help: {' · '.join(missed)}", others)))


def _cluster(number: int, cluster: Cluster, place: str) -> Styled:
    others = ", ".join(quoted(each.spelled) for each in cluster.asked[1 : 1 + OTHERS])
    left = len(cluster.asked) - 1 - OTHERS
    more = f" and {left} more" if left > 0 else ""
    return stacked(
        bold(f"{number}. {quoted(cluster.title)} ×{cluster.times}"),
        plain(f"also {others}{more}" if others else ""),
        plain(signs(cluster)),
        plain(place),
    )


def signs(cluster: Cluster) -> str:
    """How the questions came onto the list."""
    counts = (
        (cluster.abstained, "not known"),
        (cluster.declined, "none of these"),
        (sum(cluster.chosen.values()), "chosen from suggestions"),
        (sum(cluster.unhelpful.values()), "not helpful"),
    )
    return " · ".join(f"{count} {sign}" for count, sign in counts if count)
