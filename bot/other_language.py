"""Blocks that are marked as another language than Python. Pure."""

from collections.abc import Sequence

from telegram import MessageEntity

from bot.incoming import named_blocks
from bot.unfenced import is_python

# Without those of a terminal: what is said of `pip install` helps more.
_NAMES = {
    **dict.fromkeys(("c",), "C"),
    **dict.fromkeys(("c++", "cpp", "cc", "cxx"), "C++"),
    **dict.fromkeys(("c#", "cs", "csharp"), "C#"),
    **dict.fromkeys(("css",), "CSS"),
    **dict.fromkeys(("dart",), "Dart"),
    **dict.fromkeys(("go", "golang"), "Go"),
    **dict.fromkeys(("haskell", "hs"), "Haskell"),
    **dict.fromkeys(("html",), "HTML"),
    **dict.fromkeys(("java",), "Java"),
    **dict.fromkeys(("javascript", "js", "jsx"), "JavaScript"),
    **dict.fromkeys(("julia", "jl"), "Julia"),
    **dict.fromkeys(("kotlin", "kt"), "Kotlin"),
    **dict.fromkeys(("lua",), "Lua"),
    **dict.fromkeys(("matlab",), "MATLAB"),
    **dict.fromkeys(("php",), "PHP"),
    **dict.fromkeys(("r",), "R"),
    **dict.fromkeys(("ruby", "rb"), "Ruby"),
    **dict.fromkeys(("rust", "rs"), "Rust"),
    **dict.fromkeys(("scala",), "Scala"),
    **dict.fromkeys(("sql",), "SQL"),
    **dict.fromkeys(("swift",), "Swift"),
    **dict.fromkeys(("typescript", "ts", "tsx"), "TypeScript"),
}


def other_language(text: str, entities: Sequence[MessageEntity]) -> str | None:
    """The language of a message's blocks, where all are marked as another than Python.

    None where one of them is Python all the same: its mark may be a slip.
    """
    named = named_blocks(text, entities)
    languages = [_NAMES.get(name.lower()) for name, _ in named]
    if not named or None in languages or any(is_python(block) for _, block in named):
        return None
    return languages[0]
