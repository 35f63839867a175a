"""What differs between two states of an entry, field by field, short enough for a phone."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from bot.graphemes import clipped
from bot.render.card import counted
from bot.render.visible import visible
from bot.styled import Styled, bold, plain, pre, stacked
from knowledge.curation.difference import FieldChange, changed_fields
from knowledge.entry import Entry

SHOWN_LINES = 8
LINE_LENGTH = 160

_NAMES: Mapping[str, str] = {
    "short": "Answer",
    "aliases": "Other wordings",
    "wordings": "Further wordings",
    "see_also": "See also",
    "not_for": "Not for",
    "asked_in": "Asked in",
    "verified": "Run on",
}


def difference(before: Entry | None, after: Entry, *, most: int = SHOWN_LINES) -> Styled:
    """Each field that differs, its lines that went and those that came."""
    found = [change for change in changed_fields(before, after) if change.name != "id"]
    if not found:
        return plain("No difference.")
    return stacked(*(_field(change, most) for change in found))


def lost_picture(before: Entry | None, after: Entry | None) -> str:
    """That a change takes the picture behind *Draw* away, and how to keep it; empty otherwise."""
    if before is None or after is None or before.diagram is None or after.diagram is not None:
        return ""
    if not after.has_example:
        return "The picture behind Draw goes with the example."
    drawn = clipped(visible(before.diagram), LINE_LENGTH)
    return (
        f"The picture behind Draw goes with this change: it shows {drawn}, which can't be drawn "
        "after the new code. To keep it, use the same names in the code as before."
    )


def _field(change: FieldChange, most: int) -> Styled:
    lines = list(_lines(_listed(change.before), _listed(change.after)))
    rest = len(lines) - most
    shown = [*lines[:most], *([f"… and {counted(rest, 'more line')}"] if rest > 0 else [])]
    name = _NAMES.get(change.name, change.name.replace("_", " ").capitalize())
    return stacked(bold(name), pre("\n".join(shown), "diff"))


def _listed(value: Any) -> list[str]:
    match value:
        case None | "":
            return []
        case list():
            return [_line(each) for each in value]
        case dict():
            return [f"{key} {_line(each)}" for key, each in value.items()]
        case _:
            return [_line(line) for line in str(value).split("\n")]


def _line(value: object) -> str:
    return clipped(visible(str(value)), LINE_LENGTH)


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        if before[start:end] != after[new_start:new_end]:
            yield from (f"- {line}".rstrip() for line in before[start:end])
            yield from (f"+ {line}".rstrip() for line in after[new_start:new_end])
