"""What is said to small talk: short, and nothing of it is passed on."""

from collections.abc import Callable, Mapping

from bot import words
from bot.sending.response import Response
from bot.sending.styled import Styled, italic, paragraphs, plain, pre, stacked
from tutor.conversation.error_alone import ErrorAlone
from tutor.conversation.talk import Sum, Talk, shipped_talk

_PAGES: Mapping[Talk, Callable[[], Styled]] = {
    Talk.RUN: words.how_to_run,
    Talk.PRIVACY: words.privacy,
}


def said_to(talk: Talk) -> Styled:
    """The sentence for a kind; empty where it has none."""
    return plain(shipped_talk().kinds[talk].says)


def reply(talk: Talk) -> Response:
    """The sentence for a kind, above the page that some have."""
    page = _PAGES.get(talk, Styled)
    return Response(paragraphs(said_to(talk), page()))


def to_work_out(found: Sum) -> Response:
    """Sums are run, not known."""
    said = plain("I know pages, not sums; but I can run it. Send it like this:")
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
