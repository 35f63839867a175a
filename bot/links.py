"""Links into the bot: `https://t.me/BOT?start=e-SLUG` opens an entry."""

from typing import Final

_ENTRY: Final = "e-"


def bot_link(username: str) -> str:
    return f"https://t.me/{username}"


def entry_link(username: str, slug: str) -> str:
    """The address that opens an entry; at most 50 of the 64 characters that Telegram takes."""
    return f"{bot_link(username)}?start={_ENTRY}{slug}"


def linked_entry(payload: str) -> str | None:
    """The slug in what /start was given; None where it is no link to an entry."""
    return payload.removeprefix(_ENTRY) if payload.startswith(_ENTRY) else None
