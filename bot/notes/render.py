"""Notes as a learner reads them, and as whoever teaches keeps them."""

from collections.abc import Mapping

from telegram import InlineKeyboardButton

from bot.buttons.learners import CAPTION_LENGTH, keyboard
from bot.notes import buttons
from bot.notes.buttons import RemoveNote
from bot.render.answer import note_of
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, paragraphs, plain, pre, stacked
from progress.cohorts.note import Note
from tutor.cohorts.notes import (
    MOST_NOTES,
    Kept,
    Listed,
    NoSuchNote,
    NotByAssistants,
    Outcome,
    Removed,
    TooMany,
    Unfit,
    mark_of,
)
from tutor.cohorts.titles import LONGEST_TITLE
from tutor.curation.desk import InstructorsOnly

_SHOWN = 60
_HOW = (
    "A note is a title, a colon or a line break, and a text. The title has at most "
    f"{LONGEST_TITLE} characters, and a word that tells one question from another:"
)
_REPLY = "Or reply to a message with /note TITLE to keep what it says."
_EXAMPLE = "/note homework 3: due on Friday at noon, on paper."
REFUSED: Mapping[type, str] = {
    InstructorsOnly: "Notes are kept by those who teach a class. Just ask: I tell you what it was.",
    NotByAssistants: "An assistant sees the notes; an instructor of the class changes them.",
    NoSuchNote: "That note is gone, or of another class than the one you are at.",
    TooMany: f"There are {MOST_NOTES} notes already, which is all I keep. /notes removes some.",
}


def kept(outcome: Outcome) -> Response:
    match outcome:
        case Kept(taught, note, before):
            name = taught.cohort.name
            how = f"Whoever of “{name}” asks with all words of the title gets this first:"
            was = paragraphs(plain("Until now it said:"), plain(before)) if before else Styled()
            return Response(paragraphs(plain(how), note_of(note), was))
        case Unfit():
            return Response(stacked(plain(_HOW), pre(_EXAMPLE), plain(_REPLY)))
        case refused:
            return Response(plain(REFUSED[type(refused)]))


def listed(found: Listed | InstructorsOnly) -> Response:
    """The notes of a class, each with a button that removes it where one may."""
    if isinstance(found, InstructorsOnly):
        return Response(plain(REFUSED[InstructorsOnly]))
    cohort, notes = found.taught.cohort, found.notes
    if not notes:
        none = f"“{cohort.name}” has no notes yet. This is how to keep one:"
        return Response(stacked(plain(none), pre(_EXAMPLE)))
    rows = [[_remove(cohort.id, note)] for note in notes] if found.taught.role.may_teach else []
    lines = (
        plain("· ") + bold(note.title) + plain(f" – {clipped(' '.join(note.text.split()), _SHOWN)}")
        for note in notes
    )
    return Response(paragraphs(bold(f"Notes · {cohort.name}"), stacked(*lines)), keyboard(*rows))


def removed(outcome: Removed) -> Response:
    """What it said, to be sent again by whoever did not mean it."""
    again = f"/note {outcome.note.title}\n{outcome.note.text}"
    return Response(stacked(plain("Removed. Send this to have it back:"), pre(again)))


def _remove(cohort_id: int, note: Note) -> InlineKeyboardButton:
    data = buttons.pack(RemoveNote(cohort_id, mark_of(note)))
    return InlineKeyboardButton(clipped(f"✕ {note.title}", CAPTION_LENGTH), callback_data=data)
