"""What is said to small talk, and where a message is no plain question: short, not passed on."""

from collections.abc import Callable, Mapping

from telegram import InlineKeyboardButton, Message

from bot import words
from bot.buttons import learners
from bot.render.answer import with_near
from bot.sending.response import Response
from bot.sending.styled import Styled, italic, paragraphs, plain, pre, stacked
from tutor.conversation.error_alone import ErrorAlone
from tutor.conversation.language import InEnglish
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


def looked_up(said: str | ErrorAlone) -> Styled:
    """What an answer goes by that nobody asked for in words."""
    if isinstance(said, ErrorAlone):
        return _means(said)
    return italic(f"I can't open links, so I go by what the address says: “{said}”.")


def error_alone(found: ErrorAlone) -> Response:
    """Ask for what tells more than a name."""
    more = "Send me the code between ``` and ```, and I run it; or paste all that was printed."
    return Response(_means(found) + plain(f" {more}"))


def _means(found: ErrorAlone) -> Styled:
    return plain(f"{found.subject} {found.means or 'alone can mean many things.'}")


# What is said where a message is no plain question.

RUN_QUOTED = "qr"
"""What the button *Run it* says; no data of a codec begins like that."""


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
    return with_near(said, found.named, "Or was it about one of these?")


def run_it() -> Response:
    """Offer to run what was sent without a fence; it must quote the code, which the button runs."""
    button = InlineKeyboardButton("▶ Run it", callback_data=RUN_QUOTED)
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
