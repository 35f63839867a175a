"""The rules of inline keyboards."""

from collections.abc import Callable
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit

from localgram.shapes import Button
from localgram.wire import Wire, bad_request

_ACTIONS = Button.model_fields.keys() - {"text"}
_LINK = ("http://", "https://", "tg://", "ton://", "mailto:", "tel:")
_LONGEST_COPY = 256


def inline_keyboard(markup: Wire | None) -> Wire | None:
    """The keyboard as a message carries it; other kinds of markup leave no trace in a message."""
    if not markup or not markup.get("inline_keyboard"):
        return None
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check(button)
    return InlineKeyboardMarkup.de_json(markup, None).to_dict() if buttons else None


def _check(button: Wire) -> None:
    if not button.get("text"):
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    actions = {name for name in _ACTIONS if button.get(name) is not None}
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    for action in actions & _CHECKS.keys():
        _CHECKS[action](button[action])


def _check_data(data: str) -> None:
    size = len(data.encode("utf-8", "surrogatepass"))
    if not 1 <= size <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_link(url: str) -> None:
    if not url.startswith(_LINK):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_copied(copied: Wire) -> None:
    if not 1 <= len(copied["text"]) <= _LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


_CHECKS: dict[str, Callable[[Any], None]] = {
    "callback_data": _check_data,
    "url": _check_link,
    "copy_text": _check_copied,
}
