"""What is printed for people: it fails for no encoding and steers no terminal."""

import io
import json
import sys
from datetime import UTC, datetime


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


def tell(sentence: str, level: str = "info", *, log_format: str) -> None:
    """Print a sentence on stderr: as it is, or as the line of JSON that a collector expects."""
    if log_format == "json":
        at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        sentence = json.dumps({"event": sentence, "level": level, "timestamp": at})
    print(sentence, file=sys.stderr, flush=True)
