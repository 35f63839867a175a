"""What /forget says."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.privacy.buttons import AskAgain, ForgetMe, KeepMe, PrivacyPress, pack
from bot.sending.response import Response
from bot.sending.styled import bold, paragraphs, plain

_GOES = (
    "Your name and number, every question and message, the code you sent, the exercise you are at, "
    "your place in your classes, what was to be sent to you, and who looked at your work. If you "
    "teach: your drafts, and your classes go to the next who teaches them, or end today."
)
_STAYS = (
    "Counts, such as how many runs failed on a day, with nothing that tells they were yours. "
    "Entries and notes that you published, without your name, and what instructors wrote from your "
    "questions. The list of students that an instructor brought, without the link to you. "
    "Backups that whoever runs this bot has made, until those are thrown away. This chat is "
    "Telegram's: delete it there."
)
_SURE = "This can't be undone: I can't bring back your progress or your exercises. Delete it all?"
_DONE = "Done: I no longer know you. Should you write again, we begin anew. Goodbye, and good luck!"
_KEPT = "Nothing was deleted."


def warning() -> Response:
    """The first question: all that goes, and all that stays."""
    return Response(
        paragraphs(bold("What goes"), plain(_GOES), bold("What stays"), plain(_STAYS)),
        _keyboard(("Forget me", AskAgain()), ("Keep everything", KeepMe())),
    )


def last_question() -> Response:
    return Response(
        plain(_SURE),
        _keyboard(("Yes, delete everything", ForgetMe()), ("No, keep everything", KeepMe())),
    )


def farewell() -> Response:
    return Response(plain(_DONE))


def kept() -> Response:
    return Response(plain(_KEPT))


def _keyboard(*buttons: tuple[str, PrivacyPress]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(caption, callback_data=pack(press))] for caption, press in buttons]
    )
