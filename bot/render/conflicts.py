"""/conflicts: entries that a release and an instructor both changed, until somebody decides."""

from collections.abc import Mapping, Sequence

from bot import entry_keyboards as keyboards
from bot.render.difference import difference
from bot.render.instructors import deed, quoted
from bot.response import Response
from bot.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.curation.overlay import UpgradeConflict
from knowledge.entry import Entry
from tutor.desk import Held

SHOWN = 20

_CONFLICTS = (
    "The new release and one of you changed these entries. Learners get ours until you decide:"
)
_ALIKE = (
    "Since the new release, these entries have a question in common, and learners who ask it have "
    "to choose. Change the question of one of them, or retire it:"
)


def listed(found: Sequence[UpgradeConflict], alike: Sequence[Entry] = ()) -> Response:
    """The conflicts that wait for a decision, and entries that are `alike` in their question."""
    if not found and not alike:
        return Response(plain("No entry is in conflict with the release."))
    titles: Mapping[str, str] = {conflict.slug: title(conflict) for conflict in found[:SHOWN]}
    names = {entry.slug: f"{entry.slug}: {entry.question}" for entry in alike[:SHOWN]}
    left = len(found) - SHOWN
    text = paragraphs(
        plain(_CONFLICTS if found else ""),
        plain(
            f"There are {left} more: they follow once some of these are decided."
            if left > 0
            else ""
        ),
        plain(_ALIKE if alike else ""),
    )
    return Response(text, keyboards.conflicts(titles, names))


def conflict(found: Held, between: UpgradeConflict) -> Response:
    """Both sides of a conflict, field by field."""
    text = paragraphs(
        bold(quoted(title(between))), plain(f"Ours: {deed(between.local)}"), _theirs(between)
    )
    keyboard = keyboards.settle(between.slug, found.number, ships=between.shipped is not None)
    return Response(text, keyboard)


def none_any_more(slug: str) -> Response:
    """Somebody has decided already."""
    return Response(plain("That has been decided already."), keyboards.opener(slug))


def title(found: UpgradeConflict) -> str:
    entry = found.local.entry or found.shipped
    return entry.question if entry else found.slug


def _theirs(between: UpgradeConflict) -> Styled:
    ours, ships = between.local.entry, between.shipped
    if ships is None:
        return plain("The new release no longer has this entry.")
    return stacked(plain("From ours (-) to the new release (+):"), difference(ours, ships))
