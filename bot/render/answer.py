"""What a question gets back: an answer, suggestions, or an honest "I do not know"."""

from collections.abc import Mapping, Sequence

from bot import keyboards
from bot.codec import View
from bot.render.markdown import markdown
from bot.response import Response
from bot.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.entry import Entry
from knowledge.example import Section
from knowledge.matching.retrieval import Reason
from tutor.ask import Answered, Suggestions, Unknown
from tutor.instead import Instead

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
PASSED_ON = "I've passed your question on to the instructors."
_REWORD = "Other words may find more; /topics lists all that I know."


def answer(found: Answered, view: View | None = None) -> Response:
    """A curated answer, with the sections that are open: at first the one that it is told in.

    What is wrong with the code that was asked about stands above it.
    """
    shown = view or View(
        more=found.told_in is Section.MORE, pitfall=found.told_in is Section.PITFALL
    )
    response = Response(unfolded(found.entry, shown), keyboards.answer(found, shown))
    return response.below(plain(found.fault))


def unfolded(entry: Entry, view: View) -> Styled:
    """The question as a title, the short answer, then what was asked to be shown."""
    sections = opened(entry, view).values()
    return paragraphs(bold(entry.question), markdown(entry.short), *sections)


def more(entry: Entry) -> Styled:
    return _section("More", entry.more)


def pitfall(entry: Entry) -> Styled:
    return _section("⚠ Pitfall", entry.pitfall)


def opened(entry: Entry, view: View) -> Mapping[str, Styled]:
    """The sections that are open, by the captions of the buttons that open them."""
    sections = {
        keyboards.MORE: more(entry) if view.more else Styled(),
        keyboards.PITFALL: pitfall(entry) if view.pitfall else Styled(),
    }
    return {caption: section for caption, section in sections.items() if section.text}


def suggestions(found: Suggestions, question_update: int) -> Response:
    """Up to three entries to choose from, for the question that came in `question_update`."""
    choice = _choice("Do you mean", found.entries, question_update)
    if not found.framework:
        return choice
    return choice.below(plain(f"That seems to be about {found.framework}. I only know PyTorch."))


def instead(found: Instead) -> Response:
    """Below an answer that did not help: what else its question may have meant."""
    return _choice("Was it", found.entries, found.question_update)


def _choice(begins: str, entries: Sequence[Entry], question_update: int) -> Response:
    which = "this" if len(entries) == 1 else "one of these"
    return Response(plain(f"{begins} {which}?"), keyboards.suggestions(entries, question_update))


def none_of_these() -> Response:
    """In the place of suggestions of which none was meant."""
    return Response(paragraphs(plain(f"None of these, then. {PASSED_ON}"), plain(_REWORD)))


def unknown(found: Unknown, topic_slugs: Mapping[str, str]) -> Response:
    """Say so, and what comes nearest; `topic_slugs` gives a topic's slug by its title."""
    passed_on = found.reason is Reason.NOTHING_CLOSE
    near = {topic_slugs[title]: title for title in found.topics if title in topic_slugs}
    text = paragraphs(
        plain(_REASONS[found.reason]),
        plain(PASSED_ON if passed_on else ""),
        plain("The nearest topics I know:" if near and passed_on else ""),
    )
    return Response(text, keyboards.topics(near) if near and passed_on else None)


def no_such_page() -> Response:
    """For a link that names no page that there ever was."""
    return Response(plain("I have no page of that name. /topics shows what there is."))


def retired() -> Response:
    """For an old button whose entry is gone."""
    return Response(plain("That page has been retired. /topics shows what there is now."))


def topics(titles: Mapping[str, str]) -> Response:
    """The list of topics."""
    return Response(bold("What would you like to read about?"), keyboards.topics(titles))


def topic(slug: str, title: str, found: Sequence[Entry], page: int) -> Response:
    """One page of a topic."""
    pages = max(1, -(-len(found) // keyboards.PAGE_LENGTH))
    where = f" ({page + 1} of {pages})" if pages > 1 else ""
    return Response(bold(title + where), keyboards.topic(slug, found, page))


def _section(title: str, text: str | None) -> Styled:
    return stacked(bold(title), markdown(text)) if text else Styled()
