"""What a question gets back: an answer, suggestions, or an honest "I do not know"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, Message

from bot.buttons import learners
from bot.buttons.learners import OpenEntry, OpenTold, View
from bot.render.markdown import markdown
from bot.render.output import on_one_line
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, italic, joined, paragraphs, plain, stacked
from knowledge.pages.entry import Entry, Section
from knowledge.search.retrieval import Reason
from tutor.conversation.after_answer import Instead
from tutor.conversation.ask import Answered, Suggestions, Unknown
from tutor.conversation.explain import Explained, Unexplained
from tutor.conversation.followup import ChooseFirst
from tutor.conversation.language import InEnglish
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
PASSED_ON = "I've passed your question on to the instructors."
_REWORD = "Other words may find more; /topics lists all that I know."


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


def more(entry: Entry) -> Styled:
    return _section("More", entry.more)


def pitfall(entry: Entry) -> Styled:
    return _section("⚠ Pitfall", entry.pitfall)


def opened(entry: Entry, view: View) -> Mapping[str, Styled]:
    """The sections that are open, by the captions of the buttons that open them."""
    sections = {
        learners.MORE: more(entry) if view.more else Styled(),
        learners.PITFALL: pitfall(entry) if view.pitfall else Styled(),
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
    return Response(plain(f"{begins} {which}?"), learners.suggestions(entries, question_update))


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
    return Response(text, learners.topics(near) if near and passed_on else None)


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


def _section(title: str, text: str | None) -> Styled:
    return stacked(bold(title), markdown(text)) if text else Styled()


# What is said where a message is no plain question.

MASKED = (
    "You write as the group or as a channel, so I can't tell who you are. Write as yourself, and I "
    "answer."
)
RUN_IT = "▶ Run it"
RUN_QUOTED = "qr"
"""What its button says; no data of a codec begins like that."""


def taken_back() -> Response:
    """Stands in the place of an answer to words that were edited since."""
    return Response(plain("You have changed your message, and I have no sure answer to it now."))


def steered() -> Response:
    return Response(
        plain("I only answer questions about tensors and deep learning, and run Python code.")
    )


def in_english(found: InEnglish) -> Response:
    """Ask for English; the pages that a message names may do."""
    said = plain("I read English only. Could you ask it in English?")
    if not found.named:
        return Response(said)
    text = paragraphs(said, plain("Or was it about one of these?"))
    return Response(text, learners.entries(found.named))


def run_it() -> Response:
    """Offer to run what was sent without a fence; it must quote the code, which the button runs."""
    button = InlineKeyboardButton(RUN_IT, callback_data=RUN_QUOTED)
    text = plain("That looks like code. Press the button to run it.")
    return Response(text, learners.keyboard([button]))


def unseen(message: Message) -> Styled:
    """Say that what came with a caption is not looked at."""
    if not message.caption:
        return Styled()
    document = message.document
    if message.photo or (document and (document.mime_type or "").startswith("image/")):
        seen = "I can't see pictures"
    else:
        seen = "I can't read that kind of file" if document else "I can read text only"
    return italic(f"{seen}, so I go by your words alone.")


# What is said of an error: the page about it, or that there is none; and the button that asks.

MEANING = "💡 What does this mean?"
KIND_LENGTH = 40

TRACE_IT = "With /trace before the code you see what every line held."

# Errors that a look at shapes and dtypes may explain.
_OF_SHAPES = frozenset({"RuntimeError", "ValueError", "TypeError", "IndexError"})


def offered(response: Response, ran: Ran) -> Response:
    """The reply to a run, with a button where a page explains the error it ended in."""
    if ran.page is None:
        return response
    slug = ran.page.slug
    press = OpenTold(slug, ran.told_in) if ran.told_in else OpenEntry(slug)
    asking = learners.button(MEANING, press)
    return replace(response, keyboard=learners.above([asking], response.keyboard))


def said(found: Explained | Unexplained | ChooseFirst) -> Response:
    match found:
        case Explained():
            return explained(found)
        case Unexplained():
            return unexplained(found)
        case ChooseFirst():
            return choose_first(found)


def explained(found: Explained) -> Response:
    """A page under a line that says which error it is about."""
    return answer(found.answered).below(italic(f"About that {_kind(found.error)}"))


def unexplained(found: Unexplained) -> Response:
    """No page is surely about the error: name those that may be, or what else would help."""
    words = f"I have no page about that {_kind(found.error)}, and I'd rather not guess."
    if found.near:
        text = paragraphs(plain(words), plain("Near it:"))
        return Response(text, learners.entries(found.near))
    hint = TRACE_IT if found.error in _OF_SHAPES else ""
    return Response(joined((plain(words), plain(hint)), " "))


def choose_first(found: ChooseFirst) -> Response:
    """The suggestions once more, for what was said hangs on which of them is meant."""
    alone = len(found.entries) == 1
    words = (
        "Is it about this? Press it, or send 1."
        if alone
        else "Which of these is it about? Press one, or send its number."
    )
    return Response(plain(words), learners.entries(found.entries))


def _kind(error: str) -> str:
    return clipped(on_one_line(error), KIND_LENGTH) or "error"
