"""What a follow-up gets back; each says which page it was taken to follow on."""

from collections.abc import Mapping, Sequence

from bot.buttons import learners
from bot.render import answer
from bot.render.markdown import markdown
from bot.render.output import on_one_line
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, italic, paragraphs, plain, stacked
from knowledge.followup.passage import code_in
from knowledge.followup.wish import Wish
from knowledge.pages.entry import Entry, Section
from tutor.conversation.explain import Explained, Unexplained
from tutor.conversation.followup import (
    AllSaid,
    ChooseFirst,
    Excerpt,
    FollowedUp,
    InWords,
    NothingBefore,
    OfPage,
    TakenAs,
    Uncovered,
)

SAID_LENGTH = 80

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


def followed_up(found: FollowedUp) -> Response:
    if isinstance(found, Explained | Unexplained | ChooseFirst):
        return answer.said(found)
    return _of_page(found)


def _of_page(found: OfPage) -> Response:
    match found:
        case Excerpt():
            return excerpt(found)
        case TakenAs():
            return taken_as(found)
        case AllSaid():
            return all_said(found)
        case InWords():
            return in_words(found)
        case Uncovered():
            return uncovered(found)
        case NothingBefore():
            return nothing_before()


def excerpt(found: Excerpt) -> Response:
    """Part of a page under the page's title."""
    title = _TITLES_OF_WISHES.get(found.wish, _TITLES[found.section])
    words = markdown(found.text)
    part = stacked(bold(title), words) if title else words
    text = paragraphs(bold(found.entry.question), part)
    runs = found.section if code_in(found.text) else None
    return Response(text, learners.excerpt(found.entry, found.related, runs))


def taken_as(found: TakenAs) -> Response:
    """Another page, under a line that says how it was come by."""
    line = italic(f"Taken as {_quoted(found.said)} after {_quoted(found.after.question)}")
    return answer.answer(found.answered).below(line)


def all_said(found: AllSaid) -> Response:
    said = plain(_ALL_SAID[found.wish])
    return _with_near(paragraphs(bold(found.entry.question), said), found.near)


def in_words(found: InWords) -> Response:
    """There is nothing to run here, and the nearest page that has an example."""
    said = plain("I have no example for this: the answer is in words.")
    text = paragraphs(bold(found.entry.question), said)
    if not found.near:
        return Response(text)
    text = paragraphs(text, plain("The nearest page with an example:"))
    return Response(text, learners.entries(found.near))


def uncovered(found: Uncovered) -> Response:
    """Say what was understood, and that nothing answers it."""
    said = (
        f"I took {_quoted(found.said)} to follow on {_quoted(found.entry.question)}. "
        "None of my pages covers that, and I'd rather not guess."
    )
    text = paragraphs(plain(said), plain(answer.PASSED_ON))
    near = paragraphs(text, plain("Near it:")) if found.near else text
    return Response(near, learners.uncovered(found.entry, found.near))


def nothing_before() -> Response:
    return Response(
        plain(
            "I don't know what this follows on. Could you ask it as a full question? "
            "/topics lists all that I know."
        )
    )


def _with_near(text: Styled, near: Sequence[Entry]) -> Response:
    if not near:
        return Response(text)
    return Response(paragraphs(text, plain("Near it:")), learners.entries(near))


def _quoted(text: str) -> str:
    return f"“{clipped(on_one_line(text), SAID_LENGTH)}”"
