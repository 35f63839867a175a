"""How the bot presents itself in Telegram's own menus."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from progress.people import Role

log = structlog.get_logger(__name__)

Instructors = Callable[[], Awaitable[Sequence[int]]]

LEARNERS_COMMANDS = (
    ("topics", "Browse everything I know about"),
    ("run", "Run Python code"),
    ("draw", "Draw shapes, strides and broadcasting"),
    ("trace", "See the shape of every part of your code"),
    ("time", "Compare how fast two pieces of code are"),
    ("practice", "An exercise that fits, graded at once"),
    ("drill", "Quick questions, as many as you like"),
    ("assigned", "What your class is to do"),
    ("me", "Your progress and what to read next"),
    ("help", "What I can do"),
    ("class", "Your classes"),
    ("join", "Join a class, or take an invite code"),
    ("privacy", "What I keep about you"),
    ("mydata", "All that I keep about you, as a file"),
    ("forget", "Have everything about you deleted"),
)
INSTRUCTORS_COMMANDS = (
    ("unanswered", "What learners asked in vain"),
    ("answer", "Write an answer"),
    ("drafts", "What is being written"),
    ("cancel", "Put aside what you are writing"),
    ("entry", "See, change or retire an entry"),
    ("conflicts", "Entries that a release changed as well"),
    ("stats", "How the class is doing"),
    ("note", "Keep what your class asks for"),
    ("notes", "See and remove your class's notes"),
    ("announce", "Write to everybody in your class"),
    ("assign", "Give your class exercises to do"),
    ("web", "Your classes in a browser"),
    *LEARNERS_COMMANDS,
)
GROUP_COMMANDS = tuple(
    (name, dict(LEARNERS_COMMANDS)[name])
    for name in ("run", "draw", "trace", "time", "topics", "help")
)
DESCRIPTION = (
    "A tutor for tensors and the foundations of deep learning. Ask in your own words, or send "
    "Python code and see it run. Answers are written by people and proven by running them."
)
SHORT_DESCRIPTION = "Ask about tensors; send code and see it run."


async def introduce(bot: Bot, instructors: Instructors) -> None:
    """Set commands and descriptions; a bot that can't still answers."""
    try:
        await bot.set_my_commands(LEARNERS_COMMANDS, BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(LEARNERS_COMMANDS)
        await bot.set_my_commands(GROUP_COMMANDS, BotCommandScopeAllGroupChats())
        await bot.set_my_description(DESCRIPTION)
        await bot.set_my_short_description(SHORT_DESCRIPTION)
    except TelegramError as error:
        log.warning("profile_not_set", error=str(error))
    for instructor in await instructors():
        await show_commands_of(Role.INSTRUCTOR, bot, instructor)


async def show_commands_of(role: Role, bot: Bot, telegram_user_id: int) -> None:
    """Let an instructor's own menu have the commands that only they may use; a learner has none."""
    own = BotCommandScopeChat(telegram_user_id)
    try:
        if role is Role.INSTRUCTOR:
            await bot.set_my_commands(INSTRUCTORS_COMMANDS, own)
        else:
            await bot.delete_my_commands(own)
    except TelegramError as error:
        # They may have blocked the bot; the commands work without the menu.
        log.warning("menu_not_set", telegram_user_id=telegram_user_id, error=str(error))
