"""Methods that change, mark or take away messages."""

from telegram.constants import ChatAction, ReactionEmoji

from localgram.call import Call
from localgram.feed import Wire, bad_request
from localgram.methods.sending import media_content
from localgram.shapes import inline_keyboard
from localgram.state import State

_EMOJIS = frozenset(str(emoji) for emoji in ReactionEmoji)
_ACTIONS = frozenset(str(action) for action in ChatAction)
_SHOWN = ("text", "entities", "caption", "caption_entities", "photo", "document", "reply_markup")


async def edit_text(state: State, call: Call) -> Wire:
    message = _editable(state, call)
    content = {"entities": None, **call.message_text().fields()}
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(state, call, message, content)


async def edit_caption(state: State, call: Call) -> Wire:
    message = _editable(state, call)
    if not message.keys() & {"photo", "document"}:
        raise bad_request("there is no caption in the message to edit")
    empty = {"caption": None, "caption_entities": None}
    return _edit(state, call, message, {**empty, **call.caption().caption_fields()})


async def edit_media(state: State, call: Call) -> Wire:
    message = _editable(state, call)
    media = call.value("media") or {}
    if not isinstance(media, dict):
        raise bad_request("can't parse media: expected an Object")
    content = media_content(state, call, media)
    return _edit(state, call, message, dict.fromkeys(_SHOWN) | content)


async def edit_markup(state: State, call: Call) -> Wire:
    return _edit(state, call, _editable(state, call), {}, marked=False)


async def delete_message(state: State, call: Call) -> bool:
    chat = state.people.chat(call.chat_id())
    state.delete(state.history.find(chat["id"], call.number("message_id"), "to delete"))
    return True


async def delete_messages(state: State, call: Call) -> bool:
    """Those that are not there are passed over, as with Telegram."""
    chat = state.people.chat(call.chat_id())["id"]
    numbers = call.value("message_ids") or []
    for number in numbers:
        if state.history.has(chat, number):
            state.delete(state.history.find(chat, number, "to delete"))
    return True


async def set_reaction(state: State, call: Call) -> bool:
    chat = state.people.chat(call.chat_id())
    message = state.history.find(chat["id"], call.number("message_id"), "to react")
    emojis = [reaction.get("emoji", "") for reaction in call.items("reaction")]
    if len(emojis) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not _EMOJIS.issuperset(emojis):
        raise bad_request("REACTION_INVALID")
    state.history.react(message, state.bot["id"], emojis)
    state.show("edited", message)
    return True


async def send_chat_action(state: State, call: Call) -> bool:
    chat = state.people.open_chat(call.chat_id())
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    state.feed.publish(chat["id"], "action", action=call.text("action"))
    return True


async def answer_callback_query(state: State, call: Call) -> bool:
    click = state.clicks.pop(call.text("callback_query_id"), None)
    if click is None or click.done():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text, url = call.text("text"), call.text("url")
    click.set_result({"text": text, "show_alert": call.flag("show_alert"), "url": url})
    return True


def _editable(state: State, call: Call) -> Wire:
    if call.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = state.people.chat(call.chat_id())
    message = state.history.find(chat["id"], call.number("message_id"), "to edit")
    if message["from"]["id"] != state.bot["id"]:
        raise bad_request("message can't be edited")
    return message


def _edit(state: State, call: Call, message: Wire, content: Wire, *, marked: bool = True) -> Wire:
    """An edit that names no keyboard takes the old one away."""
    changes = {**content, "reply_markup": inline_keyboard(call.value("reply_markup"))}
    if all(message.get(name) == value for name, value in changes.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    return state.edit(message, changes, marked=marked)
