"""The drafts that there are, a page at a time."""

from collections.abc import Sequence

from bot import draft_keyboards as keyboards
from bot.curation_keyboards import MOST_PAGES, PAGE_LENGTH
from bot.render.card import counted
from bot.render.draft_decision import name
from bot.render.instructors import when
from bot.render.visible import on_one_line, visible
from bot.response import Response
from bot.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.curation.draft import CHAT, Draft


def page(found: Sequence[Draft], number: int) -> Response:
    """One page of drafts, or the last one where there are fewer by now."""
    if not found:
        return Response(plain("There are no drafts. /answer begins one."))
    pages = min(-(-len(found) // PAGE_LENGTH), MOST_PAGES)
    here = min(number, pages - 1)
    start = here * PAGE_LENGTH
    shown = list(enumerate(found[start : start + PAGE_LENGTH], start=start + 1))
    where = f" ({here + 1} of {pages})" if pages > 1 else ""
    title = bold(f"{counted(len(found), 'draft')}{where}")
    text = paragraphs(title, *(_listed(*each) for each in shown))
    return Response(text, keyboards.drafts(shown, here, pages))


def _listed(number: int, draft: Draft) -> Styled:
    source = "" if draft.source == CHAT else f", from {on_one_line(draft.source)}"
    kind = f"a change of {draft.slug}" if draft.slug else "a new entry"
    notes = [*draft.findings, *draft.problems]
    return stacked(
        bold(f"{number}. {name(draft)}"),
        plain(f"{kind}, {on_one_line(draft.author.name)}, {when(draft.at)}{source}"),
        plain(f"⚠ {visible(notes[0])}" if notes else ""),
        plain(f"and {counted(len(notes) - 1, 'more note')}" if len(notes) > 1 else ""),
    )
