"""What a question gets back: an answer, suggestions, or an honest "I do not know"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.buttons import learners
from bot.buttons.learners import OpenEntry, OpenTold, View
from bot.render.markdown import markdown
from bot.sending.response import Response
from bot.sending.styled import Styled, bold, italic, paragraphs, plain, stacked
from knowledge.pages.entry import Entry, Section
from knowledge.search.retrieval import Reason
from progress.cohorts.note import Note
from tutor.cohorts.notes import Noted
from tutor.conversation.after_answer import Instead
from tutor.conversation.ask import Answered, Suggestions, Unknown
from tutor.run import Ran

_REASONS: Mapping[Reason, str] = {
    Reason.NOTHING_CLOSE: "I don't know the answer to that, and I'd rather not guess.",
    Reason.TOO_LONG: (
        "That is too long for me. Could you ask in one or two sentences? "
        "Code goes between ``` and ```, or into a .py file."
    ),
    Reason.COMMAND: "I don't know that command. /help shows what I can do.",
    Reason.NO_WORDS: "I found no words I know in that. Ask me about tensors in a sentence.",
    Reason.EMPTY: "That message looks empty to me. Ask me about tensors in a sentence.",
}
NO_PAGE_YET = "I have no page about that error yet."
PASSED_ON = "I've passed your question on to the instructors."


def answer(found: Answered, view: View | None = None) -> Response:
    """A curated answer, with the sections that are open: at first the one that it is told in.

    What is wrong with the code that was asked about stands above it.
    """
    shown = view or View(
        more=found.told_in is Section.MORE, pitfall=found.told_in is Section.PITFALL
    )
    response = Response(unfolded(found.entry, shown), learners.answer(found, shown))
    return response.below(plain(found.fault))


def unfolded(entry: Entry, view: View) -> Styled:
    """The question as a title, the short answer, then what was asked to be shown."""
    sections = opened(entry, view).values()
    return paragraphs(bold(entry.question), markdown(entry.short), *sections)


def opened(entry: Entry, view: View) -> Mapping[str, Styled]:
    """The sections that are open, by the captions of the buttons that open them."""
    sections = (
        (learners.MORE, "More", entry.more if view.more else None),
        (learners.PITFALL, "⚠ Pitfall", entry.pitfall if view.pitfall else None),
    )
    return {
        caption: stacked(bold(title), markdown(text)) for caption, title, text in sections if text
    }


def suggestions(found: Suggestions, question_update: int) -> Response:
    """Up to three entries to choose from, for the question that came in `question_update`."""
    other = f"That seems to be about {found.framework}. I only know PyTorch."
    choice = _choice("Do you mean", found.entries, question_update)
    return choice.below(plain(other if found.framework else found.means))


def instead(found: Instead) -> Response:
    """Below an answer that did not help: what else its question may have meant."""
    return _choice("Was it", found.entries, found.question_update)


def _choice(begins: str, entries: Sequence[Entry], question_update: int) -> Response:
    which = "this" if len(entries) == 1 else "one of these"
    return Response(plain(f"{begins} {which}?"), learners.suggestions(entries, question_update))


def none_of_these() -> Response:
    """In the place of suggestions of which none was meant."""
    reword = "Other words may find more; /topics lists all that I know."
    return Response(paragraphs(plain(f"None of these, then. {PASSED_ON}"), plain(reword)))


def unknown(found: Unknown, topic_slugs: Mapping[str, str]) -> Response:
    """Say so, and what comes nearest; `topic_slugs` gives a topic's slug by its title."""
    said = plain(_REASONS[found.reason])
    if found.reason is not Reason.NOTHING_CLOSE:
        return Response(said)
    if found.means:
        return Response(paragraphs(plain(found.means), plain(f"{NO_PAGE_YET} {PASSED_ON}")))
    said = paragraphs(said, plain(PASSED_ON if found.passed_on else ""))
    near = {topic_slugs[title]: title for title in found.topics if title in topic_slugs}
    if not near:
        return Response(said)
    return Response(paragraphs(said, plain("The nearest topics I know:")), learners.topics(near))


def no_such_page() -> Response:
    """For a link that names no page that there ever was."""
    return Response(plain("I have no page of that name. /topics shows what there is."))


def retired() -> Response:
    """For an old button whose entry is gone."""
    return Response(plain("That page has been retired. /topics shows what there is now."))


def topics(titles: Mapping[str, str]) -> Response:
    """The list of topics."""
    return Response(bold("What would you like to read about?"), learners.topics(titles))


def topic(slug: str, title: str, found: Sequence[Entry], page: int) -> Response:
    """One page of a topic."""
    pages = max(1, -(-len(found) // learners.PAGE_LENGTH))
    where = f" ({page + 1} of {pages})" if pages > 1 else ""
    return Response(bold(title + where), learners.topic(slug, found, page))


def with_near(said: Styled, near: Sequence[Entry], heading: str = "Near it:") -> Response:
    """A sentence, and the pages that may do instead, if there are any."""
    if not near:
        return Response(said)
    return Response(paragraphs(said, plain(heading)), learners.entries(near))


def offered(response: Response, ran: Ran) -> Response:
    """The reply to a run, with a button where a page explains its error, or the remark on it."""
    page = ran.page or ran.about
    if page is None:
        return response
    press = OpenTold(page.slug, ran.told_in) if ran.told_in else OpenEntry(page.slug)
    asking = learners.button("💡 What does this mean?", press)
    return replace(response, keyboard=learners.above([asking], response.keyboard))


def noted(found: Noted) -> Response:
    """What somebody's classes were told, and the page that may have been meant."""
    page = found.page
    rows = [[learners.button(page.caption, OpenEntry(page.slug))]] if page else []
    told = (stacked(italic(note.cohort_name), note_of(note)) for note in found.notes)
    return Response(paragraphs(*told), learners.keyboard(*rows))


def note_of(note: Note) -> Styled:
    """A note as it is read."""
    return stacked(bold(note.title), plain(note.text))
