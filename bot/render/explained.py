"""What is said of an error: the page about it, or that there is none; and the button that asks."""

from dataclasses import replace

from bot import keyboards
from bot.codec import OpenEntry, OpenTold
from bot.graphemes import clipped
from bot.render import answer as render
from bot.render.visible import on_one_line
from bot.response import Response
from bot.styled import italic, joined, paragraphs, plain
from tutor.explain import Explained, Unexplained
from tutor.followup import ChooseFirst
from tutor.run import Ran

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
    asking = keyboards.button(MEANING, press)
    return replace(response, keyboard=keyboards.above([asking], response.keyboard))


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
    return render.answer(found.answered).below(italic(f"About that {_kind(found.error)}"))


def unexplained(found: Unexplained) -> Response:
    """No page is surely about the error: name those that may be, or what else would help."""
    words = f"I have no page about that {_kind(found.error)}, and I'd rather not guess."
    if found.near:
        text = paragraphs(plain(words), plain("Near it:"))
        return Response(text, keyboards.entries(found.near))
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
    return Response(plain(words), keyboards.entries(found.entries))


def _kind(error: str) -> str:
    return clipped(on_one_line(error), KIND_LENGTH) or "error"
