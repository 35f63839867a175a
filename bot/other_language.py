"""Blocks that are marked as another language than Python. Pure."""

from collections.abc import Sequence

from telegram import MessageEntity

from bot.incoming import named_blocks
from bot.unfenced import is_python

# By language, without those of a terminal: what is said of `pip install` helps more.
_NAMES = {
    "C": "c",
    "C++": "c++ cpp cc cxx",
    "C#": "c# cs csharp",
    "CSS": "css",
    "Dart": "dart",
    "Go": "go golang",
    "Haskell": "haskell hs",
    "HTML": "html",
    "Java": "java",
    "JavaScript": "javascript js jsx",
    "Julia": "julia jl",
    "Kotlin": "kotlin kt",
    "Lua": "lua",
    "MATLAB": "matlab",
    "PHP": "php",
    "R": "r",
    "Ruby": "ruby rb",
    "Rust": "rust rs",
    "Scala": "scala",
    "SQL": "sql",
    "Swift": "swift",
    "TypeScript": "typescript ts tsx",
}
_LANGUAGES = {name: language for language, names in _NAMES.items() for name in names.split()}


def other_language(text: str, entities: Sequence[MessageEntity]) -> str | None:
    """The language of a message's blocks, where all are marked as another than Python.

    None where one of them is Python all the same: its mark may be a slip.
    """
    named = named_blocks(text, entities)
    languages = [_LANGUAGES.get(name.lower()) for name, _ in named]
    if not named or None in languages or any(is_python(block) for _, block in named):
        return None
    return languages[0]
