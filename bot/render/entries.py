"""/entry: an entry as instructors see it, what was done to it, and what they may do."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from bot.buttons import entry_keyboards as keyboards
from bot.buttons.learners import View
from bot.render import answer
from bot.render.card import counted
from bot.render.output import visible
from bot.render.unanswered import deed, quoted, restored
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, code, italic, joined, paragraphs, plain, pre, stacked
from knowledge.curation.overlay import FieldChange, UpgradeConflict, changed_fields
from knowledge.curation.version import Action, Published, Version
from knowledge.pages.entry import Entry, Status
from tutor.curation.desk import Held
from tutor.curation.entries import AskedElsewhere

# What differs between two states of an entry, field by field, short enough for a phone.

SHOWN_LINES = 8
LINE_LENGTH = 160

_NAMES: Mapping[str, str] = {
    "short": "Answer",
    "short_title": "On buttons",
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


# /conflicts: entries that a release and an instructor both changed, until somebody decides.

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


SHOWN_ALIASES = 6
SHOWN_VERSIONS = 6
LINES_OF_A_CHANGE = 3
RECENT = 5

_DONE: Mapping[Action, str] = {
    Action.CREATED: "Published: {question}. Learners get it within seconds.",
    Action.EDITED: "Published the new version of {question}. Learners get it within seconds.",
    Action.RETIRED: "Retired {question}. Learners no longer get it.",
    Action.RESTORED: "{question} is served again.",
    Action.UNDONE: "Undone. {question} is as it was before.",
    Action.RETURNED: "Restored. {question} is {restored} again.",
    Action.KEPT: "Kept ours of {question}. The release's version is left aside.",
    Action.TAKEN: "Took the release's version of {question}. Ours stays in the history.",
}
# Where what ships holds again, which need not be what shipped before.
_AS_SHIPPED: Mapping[Action, str] = {
    Action.UNDONE: "Undone. {question} is as it ships now.",
    Action.RETURNED: "Restored. {question} is as it ships now.",
}
_STAYS_RETIRED = "Kept the new version of {question}. It stays retired: learners don't get it."
# Where no entry is left.
_GONE: Mapping[Action, str] = {
    Action.UNDONE: "Undone.",
    Action.TAKEN: "Taken out, as in the release.",
}


def recent(heads: Sequence[Version], entries: Mapping[str, Entry]) -> Response:
    """How to find an entry, and those that were changed last."""
    known = [entries[head.slug] for head in heads if head.slug in entries][:RECENT]
    how = plain("Send the entry's name or some words of its question, like this: /entry view")
    last = plain("Changed last:" if known else "")
    return Response(paragraphs(how, last), keyboards.openers(known) if known else None)


def found(entries: Sequence[Entry]) -> Response:
    """What may be meant."""
    if not entries:
        return Response(plain("I found no entry for that. /topics lists what learners can read."))
    return Response(plain("Which one do you mean?"), keyboards.openers(entries))


def held(found: Held, topic: str) -> Response:
    """The entry whole, after a few lines about where it stands."""
    entry = found.entry
    text = paragraphs(
        _standing(found),
        plain(f"Topic: {topic} · difficulty {entry.difficulty} of 3"),
        answer.unfolded(entry, View(more=True, pitfall=True)),
        italic(also_asked(entry.aliases)),
    )
    return Response(text, keyboards.held(found))


def also_asked(aliases: Sequence[str]) -> str:
    """A few other wordings."""
    shown = ", ".join(quoted(each) for each in aliases[:SHOWN_ALIASES])
    left = len(aliases) - SHOWN_ALIASES
    return f"Also asked as {shown}{f' and {left} more' if left > 0 else ''}." if shown else ""


def ask_retire(found: Held) -> Response:
    """Retiring asks once."""
    told = (
        f"Retire {quoted(found.entry.question)}? Learners no longer get it then; you can undo that."
    )
    return Response(plain(told), keyboards.ask_retire(found.entry.slug, found.number))


def done(outcome: Published, found: Held | None) -> Response:
    """What has been done, and the way back; `found` is the entry as it is now, if it is."""
    version = outcome.version
    entry = found.entry if found else version.entry
    question = quoted(entry.question) if entry else version.slug
    if found is None:
        done = _GONE.get(version.action, "Done.")
        told = f"{done} {question} is no longer there; its history is kept."
        keyboard = keyboards.undone if version.action is Action.UNDONE else keyboards.changed
        return Response(plain(told), keyboard(version, is_there=False))
    if version.action is Action.EDITED and found.entry.status is Status.RETIRED:
        told = _STAYS_RETIRED.format(question=question)
        return Response(plain(told), keyboards.changed(version, serve_again=True))
    words = _DONE if version.entry else {**_DONE, **_AS_SHIPPED}
    told = words[version.action].format(question=question, restored=restored(version))
    if version.action is Action.UNDONE:
        return Response(plain(told), keyboards.undone(version, is_there=True))
    return Response(plain(told), keyboards.changed(version))


def nothing_to_undo(slug: str) -> Response:
    return Response(
        plain("There is nothing left to undo: the entry is as it shipped."), keyboards.opener(slug)
    )


def asked_elsewhere(found: AskedElsewhere) -> Response:
    """Why an entry can't be served in a version, be it an earlier one or what ships."""
    told = (
        f"{found.slug} can't be served in that version, for by now another entry is asked for "
        "in the same words. Change the wordings of one of them first."
    )
    listed = (plain(f"• {visible(each)}") for each in found.wordings[:SHOWN_ALIASES])
    return Response(paragraphs(plain(told), stacked(*listed)))


def history(
    slug: str, versions: Sequence[Version], shipped: Entry | None, number: int = 0
) -> Response:
    """One page of who did what, the newest first, and the ways back to each."""
    if not versions:
        return Response(
            plain("Nobody has changed this entry: it is as it shipped."), keyboards.opener(slug)
        )
    states = {version.number: version.entry or shipped for version in versions}
    pages = -(-len(versions) // SHOWN_VERSIONS)
    here = min(number, pages - 1)
    shown = versions[here * SHOWN_VERSIONS :][:SHOWN_VERSIONS]
    where = f" ({here + 1} of {pages})" if pages > 1 else ""
    text = paragraphs(
        bold(f"History of {slug}{where}"),
        *(_version(each, states.get(each.number - 1, shipped), shipped) for each in shown),
    )
    now = states[versions[0].number]
    earlier = [each.number for each in shown if states[each.number] not in (None, now)]
    ships = [0] if here == pages - 1 and shipped not in (None, now) else []
    keyboard = keyboards.history(
        versions[0], [*earlier, *ships], here, pages, is_there=now is not None
    )
    return Response(text, keyboard)


def _version(version: Version, before: Entry | None, shipped: Entry | None) -> Styled:
    after = version.entry or shipped
    title = joined((bold(f"{version.number}. "), plain(deed(version))))
    if after is None:
        return stacked(title, plain("It is no longer there."))
    if before is None:
        return stacked(title, plain(after.question))
    return stacked(title, difference(before, after, most=LINES_OF_A_CHANGE))


def _standing(found: Held) -> Styled:
    retired = bold("Retired") if found.entry.status is Status.RETIRED else Styled()
    last = deed(found.head) if found.head else "As it shipped; nobody has changed it."
    conflict = plain("⚠ A release has changed it as well: /conflicts" if found.conflict else "")
    return stacked(code(found.entry.slug), retired, plain(last), conflict)
