"""The shapes of what a bot sends as JSON within a request; another shape is a bad request."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from telegram import InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit

from localgram.feed import Wire, bad_request

INT64 = range(-(2**63), 2**63)

Number = Annotated[int, Field(ge=INT64.start, lt=INT64.stop)]
Numbers = Annotated[list[Number], Field(max_length=100)]


class Shape(BaseModel):
    """An object of a request; fields that its class does not name are dropped, unchecked."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Person(Shape):
    id: Number
    is_bot: bool
    first_name: str


class Entity(Shape):
    type: str
    offset: Number
    length: Number
    url: str | None = None
    user: Person | None = None
    language: str | None = None
    custom_emoji_id: str | None = None


class Copied(Shape):
    text: str


class Link(Shape):
    url: str


class ChosenChat(Shape):
    query: str | None = None


class Button(Shape):
    """An empty text is refused later, in Telegram's words."""

    model_config = ConfigDict(extra="allow", frozen=True)

    text: str = ""
    url: str | None = None
    callback_data: str | None = None
    copy_text: Copied | None = None
    web_app: Link | None = None
    login_url: Link | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: ChosenChat | None = None
    callback_game: Wire | None = None
    pay: bool | None = None


class Markup(Shape):
    """Other kinds of keyboard leave no trace in a message."""

    inline_keyboard: list[list[Button]] | None = None


class ReplyParameters(Shape):
    message_id: Number
    chat_id: Number | str | None = None
    allow_sending_without_reply: bool = False


class Media(Shape):
    type: str
    media: str
    caption: str | None = None
    caption_entities: list[Entity] | None = None


class Reaction(Shape):
    emoji: str = ""


class Command(Shape):
    command: str
    description: str


class Option(Shape):
    text: str


SHAPES: Mapping[str, Any] = {
    "allowed_updates": list[str],
    "caption_entities": list[Entity],
    "commands": list[Command],
    "correct_option_ids": list[Number],
    "entities": list[Entity],
    "media": Media | list[Media],
    "message_ids": Numbers,
    "options": list[str | Option],
    "reaction": list[Reaction],
    "reply_markup": Markup,
    "reply_parameters": ReplyParameters,
    "scope": Wire,
}


_REASONS = {
    "dict_type": "expected an Object",
    "list_type": "expected an Array",
    "model_type": "expected an Object",
    "string_type": "expected a String",
}


def shaped(name: str, value: Any) -> Any:
    """The value of a parameter, without what its shape does not know."""
    try:
        return _adapter(name).dump_python(_adapter(name).validate_python(value), exclude_unset=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        where = f"field {place}: " if place else ""
        reason = _REASONS.get(first["type"], first["msg"])
        raise bad_request(f"can't parse {name}: {where}{reason}") from None


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(SHAPES[name])


# The rules of inline keyboards.

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
