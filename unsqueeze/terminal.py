"""What is printed for people: it fails for no encoding and steers no terminal."""

import io
import sys


def never_fail_to_print() -> None:
    """Write what the terminal's encoding lacks as an escape, as Python does on stderr."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def harmless(text: str) -> str:
    """The text as a chat would show it: a terminal obeys, hides or reorders none of it."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    # It brings Telegram's library along, for which an ordinary result need not wait.
    from bot.render.visible import visible  # noqa: PLC0415

    return visible(text)
