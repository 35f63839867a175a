"""What is to be decided about a draft that is complete, and what speaks against it."""

from collections.abc import Sequence

from bot.buttons import draft_keyboards as keyboards
from bot.render.entries import also_asked, lost_picture
from bot.render.output import visible
from bot.render.unanswered import quoted
from bot.sending.response import Response
from bot.sending.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.curation.draft import Draft
from knowledge.pages.entry import Entry, Status
from tutor.curation.preview import Preview
from tutor.library import Library

_RETIRED = "This entry is retired and stays so: learners see it once it is served again."


def name(draft: Draft) -> str:
    return quoted(draft.question) if draft.question else "a question still to come"


def controls(found: Preview, library: Library, *, seen: bool = True) -> Response:
    """What may be done with a draft that is complete; `seen` where its preview stands above."""
    draft, entry = found.draft, found.entry
    changed = entry is not None and entry != draft.original
    topic = library.title(entry.topic) if entry else ""
    text = paragraphs(
        _verdict(found) if seen or found.entry is None else Styled(),
        plain(lost_picture(draft.original, entry)),
        problems(found.problems),
        plain(also_asked(entry.aliases) if entry and changed else ""),
        _nearest(draft, library),
        findings(draft),
    )
    decide = keyboards.decide(draft, topic, publishable=changed)
    near = _near(draft, library)
    return Response(text, keyboards.with_entry(decide, near.slug) if near else decide)


def _near(draft: Draft, library: Library) -> Entry | None:
    return library.entry(draft.nearest) if draft.nearest else None


def _nearest(draft: Draft, library: Library) -> Styled:
    """The entry that is most like the draft, in case it says the same."""
    near = _near(draft, library)
    return plain(f"Nearest entry: {near.question}" if near else "")


def _verdict(found: Preview) -> Styled:
    if found.entry is None:
        return plain(f"{name(found.draft)} can't be published yet:")
    if found.entry == found.draft.original:
        return stacked(bold(found.entry.question), plain("What do you want to change?"))
    none = "" if found.entry.has_example else " It has no example."
    if found.entry.status is Status.RETIRED:
        return plain(f"{_RETIRED}{none} Publish the change, or change another part.")
    return plain(f"That is what learners will see.{none} Publish it, or change a part of it.")


def problems(found: Sequence[str]) -> Styled:
    return stacked(*(plain(f"• {visible(each)}") for each in found))


def findings(draft: Draft) -> Styled:
    listed = problems(draft.findings)
    return stacked(plain("The import noticed:"), listed) if listed.text else Styled()
