"""How the bot presents itself in Telegram's own menus."""

import structlog
from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError
from telegram.ext import ExtBot

log = structlog.get_logger(__name__)

PRIVATE_COMMANDS = (
    ("topics", "Browse everything I know about"),
    ("run", "Run Python code"),
    ("draw", "Draw shapes, strides and broadcasting"),
    ("trace", "See the shape of every part of your code"),
    ("time", "Compare how fast two pieces of code are"),
    ("me", "Your progress and what to read next"),
    ("help", "What I can do"),
    ("join", "Take an instructor's invite code"),
    ("stats", "For instructors: how the class is doing"),
    ("privacy", "What I keep about you"),
)
GROUP_COMMANDS = (
    ("run", "Run Python code"),
    ("draw", "Draw shapes, strides and broadcasting"),
    ("trace", "See the shape of every part of your code"),
    ("time", "Compare how fast two pieces of code are"),
    ("topics", "Browse everything I know about"),
    ("help", "What I can do"),
)
DESCRIPTION = (
    "A tutor for tensors and the foundations of deep learning. Ask in your own words, or send "
    "Python code and see it run. Answers are written by people and proven by running them."
)
SHORT_DESCRIPTION = "Ask about tensors; send code and see it run."


async def introduce(bot: ExtBot[int]) -> None:
    """Set commands and descriptions; a bot that can't still answers."""
    try:
        await bot.set_my_commands(PRIVATE_COMMANDS, BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(PRIVATE_COMMANDS)
        await bot.set_my_commands(GROUP_COMMANDS, BotCommandScopeAllGroupChats())
        await bot.set_my_description(DESCRIPTION)
        await bot.set_my_short_description(SHORT_DESCRIPTION)
    except TelegramError as error:
        log.warning("profile_not_set", error=str(error))
