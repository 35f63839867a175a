"""What is said to small talk: short, and nothing of it is passed on."""

from collections.abc import Callable, Mapping

from bot.render import words
from bot.response import Response
from bot.styled import Styled, plain, pre, stacked
from bot.talk import Spaced, Sum, Talk

_SENTENCES: Mapping[Talk, str] = {
    Talk.WHO: (
        "I'm a bot, a tutor for tensors and the foundations of deep learning. My answers are "
        "written by people and proven by running them. /help shows what I can do."
    ),
    Talk.THANKS: "You're welcome!",
    Talk.YES: (
        "If you mean something that I asked, please press its button: by a “yes” alone I can't "
        "tell. Otherwise ask me about tensors whenever you like."
    ),
    Talk.FINE: "All right. Ask me about tensors whenever you like.",
    Talk.BYE: "Bye, and have fun with tensors!",
    Talk.STOP: "There is nothing to stop: I only speak when you write or press a button.",
    Talk.PROGRESS: "/me shows your progress, and what to read next.",
    Talk.QUIZ: (
        "I can't quiz you yet. /topics lists what there is to read, and /me names a good next page."
    ),
    Talk.MISSED: (
        "Sorry! Press 👎 under the answer and I look for others, or ask again in other words. "
        "/topics lists all that I know."
    ),
    Talk.LINK: (
        "I can't open links. Please paste the code here, or ask your question in your own words."
    ),
    Talk.HUMAN: (
        "I can't pass on a message. Instructors see the questions that I could not answer well, "
        "without names; for all else, please ask them yourself."
    ),
}


_HOW: Mapping[Talk, Callable[[], Styled]] = {
    Talk.RUN: words.how_to_run,
    Talk.DRAW: words.how_to_draw,
}


def always(talk: Talk) -> Response | None:
    """What is said to it, whoever says it; None where that hangs on who does."""
    if talk in _HOW:
        return Response(_HOW[talk]())
    said = _SENTENCES.get(talk)
    return Response(plain(said)) if said else None


def spaced(found: Spaced, known: frozenset[str]) -> Response:
    if found.command not in known:
        return Response(plain(words.UNKNOWN_COMMAND))
    return Response(plain(f"A command has no space in it: /{found.command}"))


def to_work_out(found: Sum) -> Response:
    """Sums are run, not known."""
    said: Styled = plain("I know pages, not sums; but I can run it. Send it like this:")
    return Response(stacked(said, pre(f"/run {found.code}", "python")))
