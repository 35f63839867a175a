"""The drafts that there are, a page at a time."""

from collections.abc import Sequence

from bot.buttons import draft_keyboards as keyboards
from bot.drafts.ending import name
from bot.render.card import counted
from bot.render.output import on_one_line, visible
from bot.render.unanswered import among, paged, when
from bot.sending.response import Response
from bot.sending.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.curation.draft import CHAT, Draft


def page(found: Sequence[Draft], number: int) -> Response:
    """One page of drafts, or the last one where there are fewer by now."""
    if not found:
        return Response(plain("There are no drafts. /answer begins one."))
    shown, here, pages = paged(found, number)
    title = bold(f"{counted(len(found), 'draft')}{among(here, pages)}")
    text = paragraphs(title, *(_row(*each) for each in shown))
    return Response(text, keyboards.drafts(shown, here, pages))


def _row(number: int, draft: Draft) -> Styled:
    source = "" if draft.source == CHAT else f", from {on_one_line(draft.source)}"
    kind = f"a change of {draft.slug}" if draft.slug else "a new entry"
    notes = [*draft.findings, *draft.problems]
    return stacked(
        bold(f"{number}. {name(draft)}"),
        plain(f"{kind}, {on_one_line(draft.author.name)}, {when(draft.at)}{source}"),
        plain(f"⚠ {visible(notes[0])}" if notes else ""),
        plain(f"and {counted(len(notes) - 1, 'more note')}" if len(notes) > 1 else ""),
    )
