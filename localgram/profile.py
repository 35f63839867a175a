"""What a bot says about itself: its commands and descriptions."""

import json
import re

from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.constants import BotCommandLimit

from localgram.wire import Wire, bad_request

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_DEFAULT = BotCommandScopeDefault().to_dict()
_PRIVATE = BotCommandScopeAllPrivateChats().to_dict()


class Profile:
    """Texts and commands by language; what a language lacks is the default's."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, str], list[Wire]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set_commands(self, commands: list[Wire], scope: Wire | None, language: str) -> None:
        if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._commands[_scope(scope), language] = [_checked(command) for command in commands]

    def delete_commands(self, scope: Wire | None, language: str) -> None:
        self._commands.pop((_scope(scope), language), None)

    def commands(self, scope: Wire | None, language: str) -> list[Wire]:
        return self._commands.get((_scope(scope), language), [])

    def menu(self, chat_id: int = 0) -> list[Wire]:
        """What the command menu of a private chat shows."""
        scopes = (BotCommandScopeChat(chat_id).to_dict(), _PRIVATE, _DEFAULT)
        return next((found for scope in scopes if (found := self.commands(scope, ""))), [])

    def set_text(self, kind: str, text: str, language: str, limit: int) -> None:
        """Keep a name or description; Refused above `limit` characters."""
        if len(text) > limit:
            raise bad_request(f"{kind} is too long")
        self._texts[kind, language] = text

    def text(self, kind: str, language: str = "") -> str:
        return self._texts.get((kind, language)) or self._texts.get((kind, ""), "")


def _scope(scope: Wire | None) -> str:
    return json.dumps(scope or _DEFAULT, sort_keys=True)


def _checked(command: Wire) -> Wire:
    name, description = command["command"].removeprefix("/"), command["description"]
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= BotCommandLimit.MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return BotCommand(name, description).to_dict()
