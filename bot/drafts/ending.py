"""How drafts end: what is asked before, and what is said after."""

from bot.buttons import draft_keyboards as keyboards
from bot.buttons import entry_keyboards
from bot.render.markdown import markdown
from bot.render.output import visible
from bot.render.unanswered import quoted
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.curation.draft import Draft
from knowledge.curation.version import Published
from knowledge.examples.markdown import without_fences
from knowledge.followup.passage import first_sentence
from knowledge.pages.entry import Entry
from tutor.curation.publishing import Doubtful

SENTENCE_LENGTH = 300


def ask_discard(draft: Draft) -> Response:
    """Discarding asks once, since it can't be undone."""
    return Response(
        plain(f"Discard the draft of {name(draft)}? It can't be brought back."),
        keyboards.ask_discard(draft),
    )


def discarded(draft: Draft) -> Response:
    return Response(plain(f"Discarded the draft of {name(draft)}."))


def name(draft: Draft) -> str:
    return quoted(draft.question) if draft.question else "a question still to come"


def doubtful(found: Doubtful) -> Response:
    """Ask once more, with the draft and the page that stands against it side by side."""
    draft, page = found.preview.draft, found.page
    held = f"{quoted(found.wording)} is answered by a page today, in whose place yours would come."
    near = "The nearest page:" if page else ""
    text = paragraphs(
        plain(f"The import noticed: {visible(found.off_topic)}" if found.off_topic else ""),
        plain(held if found.wording else ""),
        _in_brief("Your draft:", draft.question, draft.answer),
        _in_brief("That page:" if found.wording else near, page.question, page.short)
        if page
        else Styled(),
    )
    return Response(text, keyboards.doubtful(draft, page))


def _in_brief(title: str, question: str, answer: str) -> Styled:
    said = clipped(first_sentence(answer) or without_fences(answer), SENTENCE_LENGTH)
    return stacked(plain(title), bold(question), markdown(said))


def added(outcome: Published, draft: Draft, page: Entry) -> Response:
    """The draft's question asks for a page; its answer is not thrown away unasked."""
    told = f"Added {name(draft)} to {quoted(page.question)}. The draft itself is kept."
    undo = entry_keyboards.changed(outcome.version)
    return Response(plain(told), keyboards.with_discard(undo, draft))
