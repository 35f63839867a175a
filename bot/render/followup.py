"""What a follow-up gets back; each says which page or error it was taken to follow on."""

from collections.abc import Mapping

from bot.buttons import learners
from bot.render import answer
from bot.render.answer import with_near
from bot.render.markdown import markdown
from bot.render.output import on_one_line
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import bold, italic, paragraphs, plain, stacked
from knowledge.followup.passage import code_in
from knowledge.followup.wish import Wish
from knowledge.pages.entry import Section
from knowledge.search.refusals import only_doubts
from tutor.conversation.explain import Explained, Unexplained
from tutor.conversation.followup import (
    AllSaid,
    ChooseFirst,
    Excerpt,
    FollowedUp,
    InWords,
    NothingBefore,
    TakenAs,
    Uncovered,
)

SAID_LENGTH = 80
KIND_LENGTH = 40

TRACE_IT = "With /trace before the code you see what every line held."

# Errors that a look at shapes and dtypes may explain.
_OF_SHAPES = frozenset({"RuntimeError", "ValueError", "TypeError", "IndexError"})

_TITLES: Mapping[Section, str] = {
    Section.SHORT: "",
    Section.MORE: "More",
    Section.PITFALL: "⚠ Pitfall",
}
_TITLES_OF_WISHES = {Wish.EXAMPLE: "Example", Wish.SIMPLER: "In one sentence"}
_ALL_SAID: Mapping[Wish, str] = {
    Wish.MORE: "That is all I have on this.",
    Wish.EXAMPLE: "I have no further example for this.",
    Wish.PITFALL: "I know of no pitfall here.",
    Wish.AGAIN: "That is all I have on this.",
    Wish.SIMPLER: "I can't say it more simply; “example?” shows it at work.",
}
_NOTHING_BEFORE = (
    "I don't know what this follows on. Could you ask it as a full question? "
    "/topics lists all that I know."
)


def followed_up(found: FollowedUp) -> Response:
    match found:
        case Explained():
            about = italic(f"About that {_kind(found.error)}")
            response = answer.answer(found.answered).below(about)
        case Unexplained():
            response = unexplained(found)
        case ChooseFirst():
            response = choose_first(found)
        case Excerpt():
            response = excerpt(found)
        case TakenAs(said, after, answered):
            line = italic(f"Taken as {_quoted(said)} after {_quoted(after.question)}")
            response = answer.answer(answered).below(line)
        case AllSaid():
            end = paragraphs(bold(found.entry.question), plain(_ALL_SAID[found.wish]))
            response = with_near(end, found.near)
        case InWords():
            # There is nothing to run here.
            told = plain("I have no example for this: the answer is in words.")
            text = paragraphs(bold(found.entry.question), told)
            response = with_near(text, found.near, "The nearest page with an example:")
        case Uncovered():
            response = uncovered(found)
        case NothingBefore():
            response = Response(plain(_NOTHING_BEFORE))
    return response


def unexplained(found: Unexplained) -> Response:
    """No page is surely about the error: name those that may be, or what else would help."""
    said = f"I have no page about that {_kind(found.error)}, and I'd rather not guess."
    hint = f" {TRACE_IT}" if found.error in _OF_SHAPES and not found.near else ""
    return with_near(plain(said + hint), found.near)


def choose_first(found: ChooseFirst) -> Response:
    """The suggestions once more, for what was said hangs on which of them is meant."""
    alone = len(found.entries) == 1
    words = (
        "Is it about this? Press it, or send 1."
        if alone
        else "Which of these is it about? Press one, or send its number."
    )
    return Response(plain(words), learners.entries(found.entries))


def excerpt(found: Excerpt) -> Response:
    """Part of a page under the page's title."""
    title = _TITLES_OF_WISHES.get(found.wish, _TITLES[found.section])
    words = markdown(found.text)
    part = stacked(bold(title), words) if title else words
    text = paragraphs(bold(found.entry.question), part)
    runs = found.section if code_in(found.text) else None
    return Response(text, learners.excerpt(found.entry, found.related, runs))


def uncovered(found: Uncovered) -> Response:
    """Say what was understood, and that nothing answers it."""
    said = (
        f"I took {_quoted(found.said)} to follow on {_quoted(found.entry.question)}. "
        "None of my pages covers that, and I'd rather not guess."
    )
    near = plain("Near it:" if found.near else "")
    passed_on = plain("" if only_doubts(found.said) else answer.PASSED_ON)
    text = paragraphs(plain(said), passed_on, near)
    return Response(text, learners.uncovered(found.entry, found.near))


def _quoted(text: str) -> str:
    return f"“{clipped(on_one_line(text), SAID_LENGTH)}”"


def _kind(error: str) -> str:
    return clipped(on_one_line(error), KIND_LENGTH) or "error"
