"""What people do: say, edit, click, react, send files, vote."""

import asyncio
import re
from contextlib import aclosing, suppress

from telegram import Update

from localgram.feed import Wire, bad_request
from localgram.history import Upload
from localgram.state import State
from localgram.text import Text, units

# What a Telegram app makes of the characters a person types.

_TOKEN = re.compile(
    r"```(?:(?P<language>[A-Za-z0-9_+#.-]+)\n|\n)?(?P<pre>.+?)\n?```"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?P<url>https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]])"
    r"|(?<!\S)(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w{1,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{3,31})\b",
    re.DOTALL,
)


def compose(typed: str) -> Text:
    """Turn back-ticks into code and mark commands, links and mentions; nothing else is marked up.

    Back-ticks that a token used up disappear from the text, as they do in the apps.
    """
    source = typed.strip()
    parts: list[str] = []
    entities: list[Wire] = []
    offset = seen = 0
    for token in _TOKEN.finditer(source):
        before, shown = source[seen : token.start()], _shown(token)
        offset += units(before)
        entities.append(_entity(token, offset, units(shown)))
        parts += [before, shown]
        offset += units(shown)
        seen = token.end()
    return Text("".join([*parts, source[seen:]]), tuple(entities))


def _kind(token: re.Match[str]) -> str:
    # `language` stands inside `pre`, so the last group that closed is always the kind.
    return token.lastgroup or "code"


def _shown(token: re.Match[str]) -> str:
    return token[_kind(token)]


def _entity(token: re.Match[str], offset: int, length: int) -> Wire:
    entity: Wire = {"type": _kind(token), "offset": offset, "length": length}
    language = {"language": token["language"]} if token["language"] else {}
    return entity | language


_ANSWER_SECONDS = 15.0


def say(
    state: State,
    *,
    chat: int,
    user: int,
    text: str,
    entities: list[Wire] | None = None,
    reply_to: int | None = None,
) -> Wire:
    """Without entities the text is taken as typed; with them, even none, it is sent as it is.

    Nothing is checked: a test may say what no app would let through.
    """
    return _post(state, chat, user, _said(text, entities).fields(), reply_to)


def edit(
    state: State, *, chat: int, message_id: int, text: str, entities: list[Wire] | None = None
) -> Wire:
    message = state.history.find(chat, message_id, "to edit")
    if message["from"]["id"] == state.bot["id"]:
        raise bad_request("message can't be edited")
    edited = state.edit(message, {"entities": None, **_said(text, entities).fields()})
    state.updates.add("edited_message", edited)
    return edited


def delete(state: State, *, chat: int, message_id: int) -> None:
    """The bot never hears of it, as with Telegram."""
    state.delete(state.history.find(chat, message_id, "to delete"))


def upload(
    state: State,
    *,
    chat: int,
    user: int,
    file: Upload,
    caption: str = "",
    as_photo: bool = False,
    reply_to: int | None = None,
) -> Wire:
    stored = state.files.keep(file, "photos" if as_photo else "documents")
    media: Wire = {"photo": stored.photo()} if as_photo else {"document": stored.document()}
    return _post(state, chat, user, {**media, **compose(caption).caption_fields()}, reply_to)


async def click(
    state: State,
    *,
    chat: int,
    user: int,
    message_id: int,
    data: str,
    wait_seconds: float = _ANSWER_SECONDS,
) -> Wire:
    """Press a button, or pretend to: the data need not be on any. Waits for the bot's answer."""
    message = state.history.find(chat, message_id, "with the button")
    query_id = state.next_query_id()
    query = {
        "id": query_id,
        "from": state.people.user(user),
        "chat_instance": str(chat),
        "message": message,
        "data": data,
    }
    state.updates.add("callback_query", _whole("callback_query", query))
    answer = await _answer_to(state, query_id, wait_seconds)
    return {"callback_query_id": query_id, "answer": answer}


def react(state: State, *, chat: int, user: int, message_id: int, emoji: str | None) -> Wire:
    """Replace one's reaction; without an emoji, take it back."""
    message = state.history.find(chat, message_id, "to react")
    after = [emoji] if emoji else []
    before = state.history.react(message, user, after)
    state.show("edited", message)
    changed = {
        "chat": state.people.chat(chat),
        "message_id": message_id,
        "date": state.now(),
        "user": state.people.user(user),
        "old_reaction": [{"type": "emoji", "emoji": old} for old in before],
        "new_reaction": [{"type": "emoji", "emoji": new} for new in after],
    }
    state.updates.add("message_reaction", changed)
    return state.history.seen(message)


def vote(state: State, *, chat: int, user: int, message_id: int, options: list[int]) -> Wire:
    """Vote once in a poll; the counts are the poll's, the choice the bot's if it may know."""
    message = state.history.find(chat, message_id, "with the poll")
    poll = state.polls.open(message)
    if not all(0 <= option < len(poll["options"]) for option in options):
        raise bad_request("OPTION_INVALID")
    for option in options:
        poll["options"][option]["voter_count"] += 1
    poll["total_voter_count"] += 1
    voted = state.edit(message, {"poll": poll}, marked=False)
    state.updates.add("poll", poll)
    if not poll["is_anonymous"]:
        state.updates.add("poll_answer", _answer(poll["id"], state.people.user(user), options))
    return voted


def block(state: State, *, user: int, blocked: bool) -> None:
    """From now on the bot cannot write to this user, or can again."""
    state.people.user(user)
    (state.people.blocking.add if blocked else state.people.blocking.discard)(user)


async def messages(
    state: State, *, chat: int, after: int = 0, wait_seconds: float = 0.0
) -> list[Wire]:
    """The chat from a message on; waits until the bot has said something new in it."""
    state.people.chat(chat)
    with suppress(TimeoutError):
        async with asyncio.timeout(wait_seconds), aclosing(state.feed.read(chat)) as feed:
            async for _ in feed:
                if _bot_spoke(state, chat, after):
                    break
    return state.history.of(chat, after=after)


def _bot_spoke(state: State, chat: int, after: int) -> bool:
    messages = state.history.of(chat, after=after)
    return any(message["from"]["id"] == state.bot["id"] for message in messages)


async def _answer_to(state: State, query_id: str, seconds: float) -> Wire | None:
    """What the bot answers to a press; None where it takes too long, and then it is too late."""
    answered: asyncio.Future[Wire] = asyncio.get_running_loop().create_future()
    state.clicks[query_id] = answered
    try:
        async with asyncio.timeout(seconds):
            return await answered
    except TimeoutError:
        return None
    finally:
        state.clicks.pop(query_id, None)


def _said(text: str, entities: list[Wire] | None) -> Text:
    return compose(text) if entities is None else Text(text, tuple(entities))


def _post(state: State, chat: int, user: int, content: Wire, reply_to: int | None) -> Wire:
    sender = state.people.user(user)
    replied = state.history.find(chat, reply_to, "to be replied") if reply_to else None
    message = state.post(state.people.chat(chat), sender, content, replied)
    state.updates.add("message", message)
    return message


def _answer(poll_id: str, user: Wire, options: list[int]) -> Wire:
    return {
        "poll_id": poll_id,
        "user": user,
        "option_ids": options,
        "option_persistent_ids": [str(option) for option in options],
    }


def _whole(kind: str, payload: Wire) -> Wire:
    """What Telegram's own classes make of an update's payload."""
    update = Update.de_json({"update_id": 0, kind: payload}, None).to_dict()
    whole: Wire = update[kind]
    return whole
