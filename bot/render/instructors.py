"""What instructors are told whatever they were about to do, and learners who try the same."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot import draft_keyboards
from bot import entry_keyboards as keyboards
from bot.graphemes import clipped
from bot.render.visible import on_one_line
from bot.response import Response
from bot.styled import plain
from knowledge.curation.draft import Draft
from knowledge.curation.version import RELEASE, Action, EditConflict, Version
from tutor.desk import Gone, InstructorsOnly
from tutor.writers import BeingWritten

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
