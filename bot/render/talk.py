"""What is said to small talk: short, and nothing of it is passed on."""

from collections.abc import Callable, Mapping

from bot import words
from bot.messages.error_alone import ErrorAlone
from bot.messages.talk import Spaced, Sum
from bot.messages.talk_phrases import Talk
from bot.sending.response import Response
from bot.sending.styled import Styled, italic, plain, pre, stacked

_SENTENCES: Mapping[Talk, str] = {
    Talk.WHO: (
        "I'm a bot, a tutor for tensors and the foundations of deep learning: no person, and no "
        "language model such as ChatGPT. My answers are written by people and proven by running "
        "them. /help shows what I can do."
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
    Talk.WEB: (
        "I can't search the web: I answer from my own pages, which /topics lists. Ask me in your "
        "own words."
    ),
    Talk.HOMEWORK: (
        "I can't do that for you, but I can help you do it: ask about the step that you are at, "
        "or send your own code between ``` and ```, and I run it."
    ),
    Talk.WRITE: (
        "I can't write programs, but the examples on my pages run: ask me how to do one step, or "
        "send your own code between ``` and ```, and I run it."
    ),
    Talk.BROKEN: (
        "Let's see: send the code between ``` and ```, and I run it and show where it fails. Or "
        "paste the whole error message."
    ),
    Talk.STUCK: (
        "It's hard at times, for everybody. Send me the line of code or the word that you are "
        "stuck at, and we go on from there; /topics shows where to begin."
    ),
    Talk.SAD: (
        "I'm sorry to hear that. A break may do you good: I'm here whenever you want to go on."
    ),
    Talk.ASK: (
        "Of course! Ask it in a sentence of your own, in English, or send Python code between "
        "``` and ```."
    ),
    Talk.FUN: (
        "I have no jokes, songs or games, only tensors. Try a picture: "
        "/draw torch.ones(2, 3) + torch.arange(3). Or find something to read in /topics."
    ),
    Talk.PRAISE: "That's kind of you! I'm only a bot, so the best I can give you is an answer.",
    Talk.WISHES: "Thank you, and all the best to you! I'm here if you want to look something up.",
    Talk.SPEECH: (
        "I can't listen or speak: I read text and Python code only. Please type your question."
    ),
    Talk.PICTURE: (
        "I can't see pictures or screens. Please paste the code or the error message as text."
    ),
    Talk.FILE: (
        "Of files I run Python ones (.py), and take instructors' files of questions. Please paste "
        "what another is about as text, or ask in your own words."
    ),
    Talk.LANGUAGE: (
        "I read and write English only. Simple words are enough, and torch's own names, such as "
        "reshape, are the same in every language."
    ),
    Talk.COST: "You pay me nothing. Ask me about tensors whenever you like.",
    Talk.OUTSIDE: (
        "I can't help with that: I only know tensors and the foundations of deep learning. "
        "/topics lists what you can ask me."
    ),
    Talk.HUMAN: (
        "I can't pass on a message. Instructors see the questions that I could not answer well, "
        "without names; for all else, please ask them yourself."
    ),
}


_HOW: Mapping[Talk, Callable[[], Styled]] = {
    Talk.RUN: words.how_to_run,
    Talk.DRAW: words.how_to_draw,
    Talk.PRIVACY: words.privacy,
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


def read_off(said: str) -> Styled:
    """Say what was looked up where a link was sent."""
    return italic(f"I can't open links, so I go by what the address says: “{said}”.")


def error_means(found: ErrorAlone) -> Styled:
    return plain(f"{found.subject} {found.means or 'alone can mean many things.'}")


def error_alone(found: ErrorAlone) -> Response:
    """Ask for what tells more than a name."""
    more = "Send me the code between ``` and ```, and I run it; or paste all that was printed."
    return Response(error_means(found) + plain(f" {more}"))
