"""Faults on order: what a test wants to go wrong with the next requests."""

import json
import re
from dataclasses import dataclass

from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.constants import BotCommandLimit

from localgram.feed import Refused, Wire, bad_request, without_nones
from localgram.updates import TWO_POLLS

ANY_METHOD = "*"

_DESCRIPTIONS = {
    400: "Bad Request: a fault was ordered",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: TWO_POLLS,
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` requests for a method, after letting `after` pass."""

    method: str
    status: int | None
    retry_after: int | None
    description: str | None
    delay: float
    lost: bool
    """The request takes effect, but its answer is replaced by the error."""
    after: int
    times: int

    @property
    def refusal(self) -> Refused | None:
        if self.status is None:
            return None
        wait = self.retry_after or (1 if self.status == 429 else None)
        usual = f"Too Many Requests: retry after {wait}" if wait else _usual(self.status)
        parameters = without_nones({"retry_after": wait})
        return Refused(self.status, self.description or usual, parameters)


def _usual(status: int) -> str:
    return _DESCRIPTIONS.get(status, f"Error {status}")


class Faults:
    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._ordered.append(fault)

    def clear(self) -> None:
        self._ordered = []

    def take(self, method: str) -> Fault | None:
        """The fault that a request of this method meets; None where none was ordered or is due.

        One time of the fault is used up by that.
        """
        for fault in self._ordered:
            if fault.method.lower() in (ANY_METHOD, method.lower()):
                return self._use(fault)
        return None

    def pending(self) -> list[Wire]:
        return [{"method": f.method, "status": f.status, "times": f.times} for f in self._ordered]

    def _use(self, fault: Fault) -> Fault | None:
        if fault.after:
            fault.after -= 1
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._ordered.remove(fault)
        return fault


# What a bot says about itself: its commands and descriptions.

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
