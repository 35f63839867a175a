"""What the keyboards of instructors share."""

from collections.abc import Callable

from telegram import InlineKeyboardButton

from bot.curation_codec import CurationPress, pack
from bot.graphemes import clipped
from bot.keyboards import CAPTION_LENGTH, Row

PAGE_LENGTH = 5
# So many pages have a number that a button can carry.
MOST_PAGES = 99


def button(caption: str, press: CurationPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(clipped(caption, CAPTION_LENGTH), callback_data=pack(press))


def paging(page: int, pages: int, to: Callable[[int], CurationPress]) -> Row:
    """The way to the neighbours of a page, if it has any."""
    back = [button("◀", to(page - 1))] if page else []
    on = [button("▶", to(page + 1))] if page + 1 < pages else []
    return [*back, *on]
