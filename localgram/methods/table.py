"""Which method answers a request; what is not written by hand is read off `telegram.Bot`."""

import inspect
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from telegram import Bot

from localgram.call import Call
from localgram.feed import Refused, bad_request
from localgram.methods import changing, describing, receiving, sending
from localgram.state import State

Method = Callable[[State, Call], Awaitable[Any]]

BY_HAND: dict[str, Method] = {
    "getMe": describing.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "getFile": receiving.get_file,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendMediaGroup": sending.send_media_group,
    "forwardMessage": sending.forward_message,
    "forwardMessages": sending.forward_messages,
    "copyMessage": sending.copy_message,
    "copyMessages": sending.copy_messages,
    "sendPoll": sending.send_poll,
    "stopPoll": sending.stop_poll,
    "editMessageText": changing.edit_text,
    "editMessageCaption": changing.edit_caption,
    "editMessageMedia": changing.edit_media,
    "editMessageReplyMarkup": changing.edit_markup,
    "deleteMessage": changing.delete_message,
    "deleteMessages": changing.delete_messages,
    "setMessageReaction": changing.set_reaction,
    "sendChatAction": changing.send_chat_action,
    "answerCallbackQuery": changing.answer_callback_query,
    "setMyCommands": describing.set_my_commands,
    "deleteMyCommands": describing.delete_my_commands,
    "getMyCommands": describing.get_my_commands,
    "setMyName": describing.set_my_name,
    "getMyName": describing.get_my_name,
    "setMyDescription": describing.set_my_description,
    "getMyDescription": describing.get_my_description,
    "setMyShortDescription": describing.set_my_short_description,
    "getMyShortDescription": describing.get_my_short_description,
    "getChat": describing.get_chat,
    "getChatMember": describing.get_chat_member,
    "getChatAdministrators": describing.get_chat_administrators,
    "getChatMemberCount": describing.get_chat_member_count,
    "getChatMenuButton": describing.get_chat_menu_button,
    "getUserProfilePhotos": describing.get_user_profile_photos,
}


def find(name: str) -> Method:
    """The method of this name in any case, as Telegram takes it."""
    return _methods().get(name.lower(), _unknown)


@cache
def _methods() -> dict[str, Method]:
    """Every method of `telegram.Bot`; those that answer a Boolean say yes and do nothing."""
    offered = {
        name: _generic(member)
        for name, member in inspect.getmembers(Bot, inspect.iscoroutinefunction)
        if "_" not in name and name not in ("initialize", "shutdown")
    }
    return {name.lower(): method for name, method in (offered | BY_HAND).items()}


def _generic(member: Callable[..., Any]) -> Method:
    signature = inspect.signature(member)
    return _agree(_required(signature)) if signature.return_annotation is bool else _unsupported


def _required(signature: inspect.Signature) -> list[str]:
    parameters = signature.parameters.values()
    return [p.name for p in parameters if p.default is p.empty and p.name != "self"]


def _agree(required: list[str]) -> Method:
    async def agree(_state: State, call: Call) -> bool:
        missing = [name for name in required if not call.has(name)]
        if missing:
            raise bad_request(f'parameter "{missing[0]}" is required')
        return True

    return agree


async def _unsupported(_state: State, call: Call) -> Any:
    raise Refused(501, f"Not Implemented: localgram has no {call.method}")


async def _unknown(_state: State, _call: Call) -> Any:
    raise Refused(404, "Not Found: method not found")
