"""What is said where a message is no plain question."""

from telegram import InlineKeyboardButton, Message

from bot import keyboards
from bot.response import Response
from bot.styled import Styled, italic, paragraphs, plain, stacked
from tutor.language import InEnglish

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


def refused(name: str, caption: str) -> Styled:
    """Say that a file can't be had here, with what there is in words."""
    return stacked(plain(caption), plain(f"Telegram refused to take {name} here."))


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
    return Response(text, keyboards.entries(found.named))


def run_it() -> Response:
    """Offer to run what was sent without a fence; it must quote the code, which the button runs."""
    button = InlineKeyboardButton(RUN_IT, callback_data=RUN_QUOTED)
    text = plain("That looks like code. Press the button to run it.")
    return Response(text, keyboards.keyboard([button]))


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
