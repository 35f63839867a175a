"""What /privacy and /forget say."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import words
from bot.privacy.buttons import AskAgain, Begin, ForgetMe, KeepMe, PrivacyPress, ShowLooks, pack
from bot.sending.response import Document, Response
from bot.sending.styled import bold, paragraphs, plain, stacked
from progress.privacy import telling
from progress.privacy.kept import kept as kept_parts
from progress.privacy.looks import MOST_LOOKS, Look

_GOES = (
    "Your name and number, every question and message, the code you sent, the exercise you are at, "
    "your place in your classes, what was to be sent to you, and who looked at your work. If you "
    "teach: your drafts, and your classes go to another instructor of theirs, or end today."
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
_NO_LOOKS = "No instructor has looked at your work."
_SOMEBODY = "a former instructor"
_EVERYTHING = "All that I keep about you, as a page to read and as JSON. /privacy explains it."
_KEPT = "Nothing was deleted."


def kept(*, private: bool) -> Response:
    """What is kept; what is about whoever asks is for their private chat."""
    more = _keyboard(("Who looked at me", ShowLooks()), ("Forget me", Begin()))
    return Response(words.privacy(), more if private else None)


def looks(found: Sequence[Look]) -> Response:
    lines = (
        plain(f"{each.at:%d %b %Y %H:%M} UTC: {each.viewer or _SOMEBODY}, {each.cohort}")
        for each in found
    )
    head = bold(f"Who looked at you, the last {MOST_LOOKS} times")
    return Response(stacked(head, *lines) if found else plain(_NO_LOOKS))


def everything(rows: telling.Rows) -> Response:
    """All that is kept as a file: a page to read, and the same as data."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as whole:
        whole.writestr("my-data.html", telling.as_page(rows, kept_parts()))
        whole.writestr("my-data.json", telling.as_json(rows))
    return Response(plain(_EVERYTHING), attachments=(Document("my-data.zip", packed.getvalue()),))


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


def unchanged() -> Response:
    return Response(plain(_KEPT))


def _keyboard(*buttons: tuple[str, PrivacyPress]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(caption, callback_data=pack(press))] for caption, press in buttons]
    )
