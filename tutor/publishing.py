"""What publishing a draft writes: the version of the entry, and which wordings it answers. Pure."""

from knowledge.curation.draft import Draft
from knowledge.curation.handled import Handled, Resolution
from knowledge.curation.version import Action, Version
from knowledge.entry import Entry
from progress.turn import Turn
from progress.wording import normalised
from tutor.desk import version_by


def version_of(draft: Draft, entry: Entry, turn: Turn, *, follows: int) -> Version:
    """The version that the turn's author makes of a draft; `follows` is the number before it."""
    action = Action.EDITED if draft.original else Action.CREATED
    return version_by(
        turn, entry.slug, follows=follows, action=action, entry=entry, base=draft.base
    )


def answered_by(draft: Draft, slug: str, turn: Turn) -> list[Handled]:
    """The learners' questions that the draft was begun for, answered by the entry from now on."""
    who = turn.sender.telegram_user_id
    return [
        Handled(normalised(text), Resolution.ANSWERED, slug, who, turn.at)
        for text in draft.wordings
    ]
