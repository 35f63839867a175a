"""Methods about the bot itself, its commands, and who is in a chat."""

from telegram import (
    AcceptedGiftTypes,
    BotDescription,
    BotName,
    BotShortDescription,
    ChatFullInfo,
    ChatMember,
    ChatMemberMember,
    MenuButtonCommands,
    User,
)
from telegram.constants import BotDescriptionLimit, BotNameLimit

from localgram.call import Call
from localgram.feed import Wire, bad_request
from localgram.state import State

_ACCENT = 5
_MOST_REACTIONS = 11
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


async def get_me(state: State, _call: Call) -> Wire:
    return state.bot


async def set_my_commands(state: State, call: Call) -> bool:
    scope, language = call.value("scope"), call.text("language_code")
    state.profile.set_commands(call.items("commands"), scope, language)
    state.feed.publish(None, "profile")
    return True


async def delete_my_commands(state: State, call: Call) -> bool:
    state.profile.delete_commands(call.value("scope"), call.text("language_code"))
    state.feed.publish(None, "profile")
    return True


async def get_my_commands(state: State, call: Call) -> list[Wire]:
    return state.profile.commands(call.value("scope"), call.text("language_code"))


async def set_my_name(state: State, call: Call) -> bool:
    return _set_text(state, call, "name", BotNameLimit.MAX_NAME_LENGTH)


async def set_my_description(state: State, call: Call) -> bool:
    return _set_text(state, call, "description", BotDescriptionLimit.MAX_DESCRIPTION_LENGTH)


async def set_my_short_description(state: State, call: Call) -> bool:
    limit = BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    return _set_text(state, call, "short_description", limit)


async def get_my_name(state: State, call: Call) -> Wire:
    named = state.profile.text("name", call.text("language_code"))
    return BotName(named or state.bot["first_name"]).to_dict()


async def get_my_description(state: State, call: Call) -> Wire:
    return BotDescription(state.profile.text("description", call.text("language_code"))).to_dict()


async def get_my_short_description(state: State, call: Call) -> Wire:
    text = state.profile.text("short_description", call.text("language_code"))
    return BotShortDescription(text).to_dict()


async def get_chat(state: State, call: Call) -> Wire:
    chat = state.people.chat(call.chat_id())
    about = {name: value for name, value in chat.items() if name not in ("id", "type")}
    return ChatFullInfo(
        id=chat["id"],
        type=chat["type"],
        accent_color_id=_ACCENT,
        max_reaction_count=_MOST_REACTIONS,
        accepted_gift_types=AcceptedGiftTypes(*[False] * 5),
        **about,
    ).to_dict()


async def get_chat_member(state: State, call: Call) -> Wire:
    state.people.chat(call.chat_id())
    user_id = call.number("user_id")
    if user_id == state.bot["id"]:
        return _administrator(state)
    return ChatMemberMember(User.de_json(state.people.user(user_id), None)).to_dict()


async def get_chat_administrators(state: State, call: Call) -> list[Wire]:
    chat = state.people.chat(call.chat_id())
    if chat["id"] > 0:
        raise bad_request("there are no administrators in the private chat")
    return [_administrator(state)]


async def get_chat_member_count(state: State, call: Call) -> int:
    chat = state.people.chat(call.chat_id())
    return len(state.people.members(chat["id"])) + 1


async def get_chat_menu_button(_state: State, _call: Call) -> Wire:
    return MenuButtonCommands().to_dict()


async def get_user_profile_photos(_state: State, _call: Call) -> Wire:
    return {"total_count": 0, "photos": []}


def _set_text(state: State, call: Call, kind: str, limit: int) -> bool:
    state.profile.set_text(kind, call.text(kind), call.text("language_code"), limit)
    state.feed.publish(None, "profile")
    return True


def _administrator(state: State) -> Wire:
    """The bot, with every right that an administrator must have."""
    rights = dict.fromkeys(_RIGHTS, True)
    member = {"status": "administrator", "user": state.bot, "can_be_edited": False}
    return ChatMember.de_json({**member, "is_anonymous": False, **rights}, None).to_dict()
