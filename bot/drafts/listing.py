"""The drafts that there are, a page at a time, and many of them ended at once."""

from collections.abc import Sequence

from bot.buttons import draft_keyboards as keyboards
from bot.buttons.draft_keyboards import PAGE_LENGTH
from bot.buttons.publishing import EndMany, ListDrafts
from bot.drafts.ending import name
from bot.render.card import counted
from bot.render.output import on_one_line, visible
from bot.render.unanswered import among, listed, paged, when
from bot.sending.response import Response
from bot.sending.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.curation.draft import CHAT, Draft
from knowledge.curation.listing import Which, editions, is_ready, narrowed, notes
from knowledge.curation.version import EditConflict, Published
from tutor.curation.desk import Gone, InstructorsOnly
from tutor.curation.preview import Preview
from tutor.curation.publishing import Doubtful, Ended, Ending
from tutor.curation.writers import BeingWritten

_NONE = {
    Which.ALL: "There are no drafts. /answer begins one.",
    Which.NOTED: "No draft has findings. /drafts lists them all.",
    Which.READY: "No draft is ready. /drafts lists them all.",
}
_NAMED = {Which.ALL: "", Which.NOTED: " with findings", Which.READY: ", ready"}


def page(drafts: Sequence[Draft], wanted: ListDrafts) -> Response:
    """One page of some drafts, or the last one where there are fewer by now."""
    found = narrowed(drafts, wanted.which)
    if not found:
        return Response(plain(_NONE[wanted.which]))
    shown, here, pages = paged(found, wanted.page)
    counts = {which: len(narrowed(drafts, which)) for which in Which}
    title = f"{counted(len(found), 'draft')}{_NAMED[wanted.which]}{among(here, pages)}"
    wanted = ListDrafts(wanted.which, here, wanted.ticked & (1 << len(shown)) - 1)
    many = {publish: len(chosen(drafts, wanted, publish=publish)) for publish in (True, False)}
    text = paragraphs(bold(title), *(_row(*each) for each in shown))
    return Response(text, keyboards.drafts(shown, wanted, pages, counts, many))


def chosen(
    drafts: Sequence[Draft], of: ListDrafts | EndMany, *, publish: bool
) -> tuple[Draft, ...]:
    """The drafts that are ticked on a page, else all of the list; none is published unseen."""
    found = narrowed(drafts, of.which)
    here = found[of.page * PAGE_LENGTH :][:PAGE_LENGTH]
    ticked = tuple(draft for place, draft in enumerate(here) if of.ticked >> place & 1)
    those = ticked if of.ticked else found
    return tuple(filter(is_ready, those)) if publish else those


def ask_many(those: Sequence[Draft], asked: EndMany) -> Response:
    """Many at once are asked for once, and by name."""
    deed = "Publish" if asked.publish else "Discard"
    more = (
        "Each goes under the topic that was chosen for it, or else under that of its nearest entry."
        if asked.publish
        else "They can't be brought back."
    )
    text = paragraphs(
        plain(f"{deed} {counted(len(those), 'draft')}?"),
        listed([name(each) for each in those]),
        plain(more),
    )
    return Response(text, keyboards.ask_many(asked, editions(those)))


def ended(found: Ended, *, publish: bool) -> Response:
    """How many are done, and why others are not."""
    told = f"{'Published' if publish else 'Discarded'} {counted(found.done, 'draft')}."
    left = [f"{name(draft)}: {_why(how)}" for draft, how in found.left]
    kept = plain(f"{counted(len(left), 'draft')} left as it was:" if left else "")
    return Response(paragraphs(plain(told), stacked(kept, listed(left))), keyboards.to_all())


def changed() -> Response:
    """The drafts are not those that were asked about, perhaps for this very press came before."""
    told = "These drafts have changed since that button was sent: some may be done already."
    return Response(plain(f"{told} I have done nothing more."), keyboards.to_all())


def _why(how: Ending) -> str:
    match how:
        case Preview(problems=problems):
            return problems[0] if problems else "it changes nothing, or has changed meanwhile"
        case Doubtful(page=page):
            return f"“{page.question}” answers it today" if page else "it is off its topic"
        case BeingWritten():
            return "another instructor is writing it"
        case Published() | EditConflict() | Gone() | InstructorsOnly():
            return "somebody else was faster"


def _row(number: int, draft: Draft) -> Styled:
    source = "" if draft.source == CHAT else f", from {on_one_line(draft.source)}"
    kind = f"a change of {draft.slug}" if draft.slug else "a new entry"
    noted = notes(draft)
    return stacked(
        bold(f"{number}. {name(draft)}"),
        plain(f"{kind}, {on_one_line(draft.author.name)}, {when(draft.at)}{source}"),
        plain(f"⚠ {counted(len(noted), 'finding')}: {visible(noted[0])}" if noted else ""),
    )
