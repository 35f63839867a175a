"""Methods that put a new message into a chat."""

import secrets

from telegram import Message, MessageId, MessageOriginUser

from localgram.call import Call
from localgram.feed import Wire, bad_request, without_nones
from localgram.history import Stored, Upload
from localgram.shapes import inline_keyboard
from localgram.state import State
from localgram.text import accepted_caption

_LARGEST_UPLOAD_BYTES = 50 * 2**20
_CARRIED = ("text", "entities", "caption", "caption_entities", "photo", "document", "poll")


async def send_message(state: State, call: Call) -> Wire:
    return post(state, call, call.message_text().fields())


async def send_document(state: State, call: Call) -> Wire:
    stored = _kept(state, call.attached("document"), "documents")
    return post(state, call, {"document": stored.document(), **call.caption().caption_fields()})


async def send_photo(state: State, call: Call) -> Wire:
    stored = _kept(state, call.attached("photo"), "photos")
    return post(state, call, {"photo": stored.photo(), **call.caption().caption_fields()})


async def send_media_group(state: State, call: Call) -> list[Wire]:
    album = call.items("media")
    if not 2 <= len(album) <= 10:
        raise bad_request("wrong number of media in the album: expected 2 to 10")
    contents = [media_content(state, call, media) for media in album]
    group = secrets.token_hex(8)
    return [post(state, call, {**content, "media_group_id": group}) for content in contents]


def media_content(state: State, call: Call, media: Wire) -> Wire:
    """The fields of a message that shows an InputMediaPhoto or an InputMediaDocument."""
    source = call.resolved("media", media.get("media"))
    text = accepted_caption(media.get("caption") or "", media.get("caption_entities") or [])
    caption = text.caption_fields()
    if media.get("type") == "photo":
        return {"photo": _kept(state, source, "photos").photo(), **caption}
    if media.get("type") == "document":
        return {"document": _kept(state, source, "documents").document(), **caption}
    raise bad_request("localgram shows photos and documents, got media of another type")


async def forward_message(state: State, call: Call) -> Wire:
    return _forward(state, call, call.number("message_id"))


async def forward_messages(state: State, call: Call) -> list[Wire]:
    sent = [_forward(state, call, number) for number in _numbers(call)]
    return [_identified(message) for message in sent]


async def copy_message(state: State, call: Call) -> Wire:
    return _identified(_copy(state, call, call.number("message_id")))


async def copy_messages(state: State, call: Call) -> list[Wire]:
    return [_identified(_copy(state, call, number)) for number in _numbers(call)]


def post(state: State, call: Call, content: Wire) -> Wire:
    """Send what the bot says, with the keyboard and the reply that its request names."""
    chat = state.people.open_chat(call.chat_id())
    keyboard = inline_keyboard(call.value("reply_markup"))
    replied = _replied(state, call, chat["id"])
    return state.post(chat, state.bot, {**content, "reply_markup": keyboard}, replied)


def _replied(state: State, call: Call, chat_id: int) -> Wire | None:
    reply = call.value("reply_parameters") or {}
    number = reply.get("message_id") or call.number("reply_to_message_id")
    optional = reply.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")
    if not number or (optional and not state.history.has(chat_id, number)):
        return None
    return state.history.find(reply.get("chat_id") or chat_id, number, "to be replied")


def _kept(state: State, source: Upload | str, folder: str) -> Stored:
    match source:
        case Upload(content=content) if len(content) > _LARGEST_UPLOAD_BYTES:
            raise bad_request("file is too big")
        case Upload():
            return state.files.keep(source, folder)
        case _:
            return state.files.find(source)


def _numbers(call: Call) -> list[int]:
    return call.value("message_ids") or []


def _forward(state: State, call: Call, number: int) -> Wire:
    source = state.history.find(call.chat_id("from_chat_id"), number, "to forward")
    sender = Message.de_json(source, None).from_user
    if sender is None:
        raise bad_request("message can't be forwarded")
    origin = MessageOriginUser(state.clock(), sender).to_dict() | {"date": source["date"]}
    return post(state, call, {**_carried(source), "forward_origin": origin})


def _copy(state: State, call: Call, number: int) -> Wire:
    source = state.history.find(call.chat_id("from_chat_id"), number, "to copy")
    caption = call.caption().caption_fields() if "caption" in call.fields else {}
    return post(state, call, {**_carried(source), **caption})


def _carried(source: Wire) -> Wire:
    return {name: source[name] for name in _CARRIED if name in source}


def _identified(message: Wire) -> Wire:
    return MessageId(message["message_id"]).to_dict()


# Polls and quizzes.


async def send_poll(state: State, call: Call) -> Wire:
    options = [_option(*numbered) for numbered in enumerate(call.items("options"))]
    if not 1 <= len(options) <= 12:
        raise bad_request("poll must have from 1 to 12 options")
    question = call.text("question")
    if not 1 <= len(question) <= 300:
        raise bad_request("poll question must be non-empty and at most 300 characters long")
    settings = _settings(call)
    poll = state.polls.keep({"question": question, "options": options, **settings})
    return post(state, call, {"poll": poll})


async def stop_poll(state: State, call: Call) -> Wire:
    chat = state.people.chat(call.chat_id())
    message = state.history.find(chat["id"], call.number("message_id"), "with poll to stop")
    poll = state.polls.open(message)
    poll["is_closed"] = True
    state.edit(message, {"poll": poll, "reply_markup": None}, marked=False)
    state.updates.add("poll", poll)
    return poll


def _option(number: int, option: Wire | str) -> Wire:
    text = option if isinstance(option, str) else option["text"]
    if not 1 <= len(text) <= 100:
        raise bad_request("poll options must be non-empty and at most 100 characters long")
    return {"persistent_id": str(number), "text": text, "voter_count": 0}


def _settings(call: Call) -> Wire:
    correct = call.value("correct_option_ids")
    if correct is None and call.has("correct_option_id"):
        correct = [call.number("correct_option_id")]
    settings = {
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": str(call.fields.get("is_anonymous", True)).lower() != "false",
        "type": call.text("type") or "regular",
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting"),
        "members_only": call.flag("members_only"),
        "correct_option_ids": correct,
        "explanation": call.text("explanation") or None,
    }
    return without_nones(settings)
