"""What is said where a message is no plain question."""

from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot import keyboards
from bot.response import Response
from bot.running_codec import RunQuoted, pack
from bot.styled import Styled, italic, joined, plain
from tutor.language import InEnglish

RUN_IT = "▶ Run it"

_PARAGRAPH = "\n\n"


def steered() -> Response:
    return Response(
        plain("I only answer questions about tensors and deep learning, and run Python code.")
    )


def in_english(found: InEnglish) -> Response:
    """Ask for English; the pages that a message names may do."""
    said = plain("I read English only. Could you ask it in English?")
    if not found.named:
        return Response(said)
    text = joined((said, plain("Or was it about one of these?")), _PARAGRAPH)
    return Response(text, keyboards.entries(found.named))


def run_it() -> Response:
    """Offer to run what was sent without a fence; it must quote the code, which the button runs."""
    button = InlineKeyboardButton(RUN_IT, callback_data=pack(RunQuoted()))
    text = plain("That looks like code. Press the button to run it.")
    return Response(text, InlineKeyboardMarkup([[button]]))


def unseen(message: Message) -> Styled:
    """Say that what came with a caption is not looked at."""
    if not message.caption:
        return Styled()
    document = message.document
    if message.photo or (document and (document.mime_type or "").startswith("image/")):
        seen = "I can't see pictures"
    else:
        seen = "I can read .py files only" if document else "I can read text only"
    return italic(f"{seen}, so I go by your words alone.")


def after(note: Styled, response: Response) -> Response:
    """The response below a note."""
    return replace(response, text=joined((note, response.text), _PARAGRAPH))
